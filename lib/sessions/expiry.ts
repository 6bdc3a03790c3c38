/** How long sessions last, in milliseconds. */
export type SessionLimits = {
  /** Without any request. */
  readonly idle: number;
  /** Whatever its owner does. */
  readonly absolute: number;
};

export type SessionTimes = { readonly seenAt: Date; readonly expiresAt: Date };

/** How long a request may go unnoted: every page that is looked at would be a write otherwise. */
const noteEvery = 60_000;

export function hasEnded({ seenAt, expiresAt }: SessionTimes, now: Date, { idle }: SessionLimits): boolean {
  return now >= expiresAt || now.getTime() - seenAt.getTime() >= idle;
}

export function needsNoting(seenAt: Date, now: Date): boolean {
  return now.getTime() - seenAt.getTime() >= noteEvery;
}
