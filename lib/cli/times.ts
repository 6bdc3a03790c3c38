import { misuse } from "./failure";

const units = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const durationPattern = /^(?:\d{1,5}\s*(?:min|[mhdw])\s*)+$/;

/** Milliseconds of "6h" or "1d 12h"; null when the text is no duration. */
function durationOf(text: string): number | null {
  if (!durationPattern.test(text)) return null;
  const parts = [...text.matchAll(/(\d+)\s*(min|[mhdw])/g)];
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * units[unit as keyof typeof units], 0);
}

/** @throws Failure unless it says how long, e.g. "90min", "6h" or "1d 12h" */
export function readDuration(text: string, what: string): number {
  const duration = durationOf(text.trim());
  if (duration !== null) return duration;
  throw misuse(`${what} "${text}" is no length of time: write e.g. 90min, 6h or 1d 12h.`);
}

const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

function timeOf(text: string): Date | null {
  if (!zoned.test(text) && !day.test(text)) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** A time that lies ahead. @throws Failure unless it is one with its zone, or "in 3h" */
export function readFuture(text: string, what: string, now: Date): Date {
  const from = /^in\s+(.*)$/.exec(text.trim())?.[1];
  if (from !== undefined) return new Date(now.getTime() + readDuration(from, what));
  const time = timeOf(text.trim());
  if (time === null) {
    throw misuse(`${what} "${text}" is no time: write e.g. 2026-11-26T12:00Z, or "in 3h".`);
  }
  if (time <= now) throw misuse(`${what} "${text}" has passed: name a time that lies ahead.`);
  return time;
}

/** What the API takes for an instant of the past: a revision, a time or `now`. @throws Failure unless it is one */
export function readInstant(text: string, what: string, now: Date): string {
  const given = text.trim();
  if (given === "now" || /^[1-9]\d{0,9}$/.test(given)) return given;
  const since = /^(.*\S)\s+ago$/.exec(given)?.[1];
  if (since !== undefined) return new Date(now.getTime() - readDuration(since, what)).toISOString();
  const time = timeOf(given);
  if (time !== null) return time.toISOString();
  throw misuse(
    `${what} "${text}" is no instant: write a revision, a time such as 2026-11-26T12:00Z, "3h ago" or now.`,
  );
}

/** "2026-11-26 12:00 UTC", or with seconds where there are any. */
export function shownTime(time: string | Date): string {
  const text = new Date(time).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, text.slice(17, 19) === "00" ? 16 : 19)} UTC`;
}
