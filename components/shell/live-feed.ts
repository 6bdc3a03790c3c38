import { refresh } from "@/components/ui/refresh";
import { askService, noteStanding, onContact, readContact } from "@/components/ui/service";

import { backOff } from "./back-off";
import type { LiveEvent } from "./live-event";

type Listeners = {
  readonly onChange: (event: LiveEvent) => void;
  /** Something may have happened that was not told of. */
  readonly onMissed: () => void;
};

/** The service says every 15 s that it is still there. */
const longestSilence = 40_000;
/** A stream that was open this long was well. */
const wellAfter = 10_000;

/**
 * Hears from the service what happens, as long as somebody looks at the page. A stream that breaks off is opened again,
 * however long that takes; meanwhile it is noted that there is none.
 */
export class LiveFeed {
  readonly #listeners: Listeners;
  readonly #leaving = new AbortController();
  #source: EventSource | null = null;
  #position: string | null = null;
  #failures = 0;
  #openedAt = 0;
  #next: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
    const { signal } = this.#leaving;
    const look = () => {
      if (document.hidden) this.#close();
      else this.#resume();
    };
    document.addEventListener("visibilitychange", look, { signal });
    window.addEventListener("online", look, { signal });
    // It may be on this machine.
    window.addEventListener("offline", () => void askService(), { signal });
    const onFocus = () => {
      if (!this.#source) this.#resume();
    };
    window.addEventListener("focus", onFocus, { signal });
    const onNoted = () => {
      if (this.#source && readContact().standing !== "good") this.#tryLater();
    };
    signal.addEventListener("abort", onContact(onNoted));
    look();
  }

  stop(): void {
    this.#leaving.abort();
    this.#close();
  }

  #close(): void {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#next);
    clearTimeout(this.#silence);
  }

  #resume(): void {
    if (document.hidden) return;
    if (readContact().standing === "good") this.#open();
    else void this.#try();
  }

  async #try(): Promise<void> {
    clearTimeout(this.#next);
    const standing = await askService();
    if (this.#source || this.#leaving.signal.aborted || document.hidden) return;
    if (standing === "good") this.#open();
    else this.#tryLater();
  }

  #tryLater(): void {
    if (this.#source && Date.now() - this.#openedAt > wellAfter) this.#failures = 0;
    this.#close();
    this.#next = setTimeout(() => void this.#try(), backOff(this.#failures, Math.random()));
    this.#failures += 1;
  }

  #open(): void {
    this.#close();
    const source = new EventSource("/live");
    this.#source = source;
    this.#openedAt = Date.now();
    this.#heard();
    source.addEventListener("position", ({ data }: MessageEvent<string>) => {
      this.#heard();
      this.#isAt(JSON.parse(data) as string);
    });
    source.addEventListener("change", ({ data }: MessageEvent<string>) => {
      this.#heard();
      this.#listeners.onChange(JSON.parse(data) as LiveEvent);
    });
    source.addEventListener("still-here", () => {
      this.#heard();
    });
    source.addEventListener("error", () => {
      this.#lost();
    });
  }

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#lost();
    }, longestSilence);
  }

  #isAt(position: string): void {
    const isNews = this.#position !== null && this.#position !== position;
    this.#position = position;
    if (readContact().standing !== "good") void this.#catchUp(this.#source);
    else if (isNews) this.#listeners.onMissed();
  }

  /** All is good again once the page shows what was missed. */
  async #catchUp(source: EventSource | null): Promise<void> {
    const isFresh = await refresh();
    if (this.#source !== source) return;
    if (isFresh) noteStanding("good");
    else this.#tryLater();
  }

  #lost(): void {
    this.#tryLater();
    noteStanding("away");
    // It may say why.
    void askService();
  }
}
