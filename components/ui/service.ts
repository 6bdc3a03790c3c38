/** How an open page stands to the service. */
export type Standing =
  | "good"
  /** It does not answer, or not as it should. */
  | "away"
  /** The session has ended. */
  | "ended"
  /** It was replaced by another build, whose pages do not fit into this one. */
  | "replaced";

export type Contact = {
  readonly standing: Standing;
  /** When it was good for the last time, in milliseconds; null while it is. */
  readonly since: number | null;
  /** Whether something that was asked for could not be done for it. */
  readonly isPressing: boolean;
};

const good: Contact = { standing: "good", since: null, isPressing: false };
/** Milliseconds after which no answer is one. */
const patience = 8_000;

let contact = good;
const listeners = new Set<() => void>();
let asking: Promise<Standing> | null = null;

export const readContact = () => contact;

/** @returns how to stop */
export function onContact(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function noteStanding(standing: Standing, { isPressing = false } = {}): void {
  const isMore = isPressing && !contact.isPressing;
  if (standing === contact.standing && !isMore) return;
  contact =
    standing === "good"
      ? good
      : { standing, since: contact.since ?? Date.now(), isPressing: isPressing || contact.isPressing };
  for (const listener of listeners) listener();
}

/**
 * Asks whether the service would answer this page: whatever asks for a page of a service that does not, or is sent to
 * the sign-in, loses what somebody typed. Whatever is not good is noted.
 */
export function askService(): Promise<Standing> {
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(): Promise<Standing> {
  const standing = await fetch("/live", {
    method: "HEAD",
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
  }).then(standingOf, () => "away" as const);
  // Only who follows it knows that all is good again.
  if (standing !== "good") noteStanding(standing);
  return standing;
}

function standingOf({ status, headers }: Response): Standing {
  if (status === 401) return "ended";
  if (status !== 204) return "away";
  return headers.get("aus3-build") === (document.documentElement.dataset["build"] ?? "")
    ? "good"
    : "replaced";
}
