"use client";

import { Radio } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

import { Link } from "@/components/ui/link";

/** What the service tells of while a page is open. */
type LiveEvent =
  | { kind: "revision"; id: number; by: string }
  | { kind: "change-set"; id: number; what: string; by: string }
  | { kind: "missed" };

type Hint = { href: string; text: string };

/** Several events come together: a sign-off, a revision, its change set. */
const gather = 250;
const shownFor = 8_000;

/**
 * Fetches the page's data anew whenever anything happens, and says what. What somebody types stays: only what the
 * service renders is exchanged. While nobody looks at the page nothing is asked for.
 */
export function LiveUpdates({ reader }: { reader: string }) {
  const router = useRouter();
  const [hint, setHint] = useState<Hint | null>(null);
  const position = useRef<string | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        router.refresh();
      }, gather);
    };
    const follow = () =>
      open({
        onPosition: (now) => {
          if (position.current !== null && position.current !== now) refresh();
          position.current = now;
        },
        onChange: (event) => {
          refresh();
          if (event.kind === "missed" || event.by === reader) return;
          const next = hintOf(event);
          setHint((shown) => (shown && isOfThisPage(shown) && !isOfThisPage(next) ? shown : next));
        },
      });
    let source: EventSource | null = document.hidden ? null : follow();
    const onVisibility = () => {
      source?.close();
      source = document.hidden ? null : follow();
    };
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearTimeout(timer);
      source?.close();
    };
  }, [router, reader]);

  useEffect(() => {
    if (!hint) return;
    const timer = setTimeout(() => {
      setHint(null);
    }, shownFor);
    return () => {
      clearTimeout(timer);
    };
  }, [hint]);

  return (
    <div aria-live="polite" className="min-w-0 text-xs">
      {hint && (
        <Link
          href={hint.href}
          className="flex items-center gap-1.5 truncate rounded-sm bg-selected px-2 py-1 text-accent hover:underline"
        >
          <Radio aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{hint.text}</span>
        </Link>
      )}
    </div>
  );
}

/** What happened to the thing on the screen is not displaced by what happens elsewhere. */
function isOfThisPage({ href }: Hint): boolean {
  return href === window.location.pathname;
}

type Listeners = { onPosition: (position: string) => void; onChange: (event: LiveEvent) => void };

function open({ onPosition, onChange }: Listeners): EventSource {
  const source = new EventSource("/live");
  source.addEventListener("position", ({ data }: MessageEvent<string>) => {
    onPosition(JSON.parse(data) as string);
  });
  source.addEventListener("change", ({ data }: MessageEvent<string>) => {
    onChange(JSON.parse(data) as LiveEvent);
  });
  return source;
}

const deeds: Readonly<Record<string, string>> = {
  created: "made",
  edited: "edited",
  proposed: "proposed",
  signed: "signed",
  comment: "commented on",
  "changes-requested": "asks for changes of",
  approved: "approved",
  scheduled: "scheduled",
  paused: "paused",
  continued: "continued",
  "step-enacted": "enacted a step of",
  enacted: "enacted",
  aborted: "aborted",
  cancelled: "cancelled",
};

function hintOf(event: Exclude<LiveEvent, { kind: "missed" }>): Hint {
  const id = String(event.id);
  if (event.kind === "revision") {
    return { href: `/audit/${id}`, text: `Changed by ${event.by} just now: revision ${id}` };
  }
  const deed = deeds[event.what] ?? "moved";
  return { href: `/changes/${id}`, text: `${event.by} ${deed} change set ${id} just now` };
}
