/** "2026-11-23 01:20 UTC". */
export function utcTime(at: string | number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const inOwnZone = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

/** The same in the reader's own time zone, which is named: "2026-11-23 02:20 CET". */
export function localTime(at: string | number): string {
  const parts = new Intl.DateTimeFormat("en-GB", inOwnZone).formatToParts(new Date(at));
  const { year, month, day, hour, minute, timeZoneName } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  ) as Record<keyof typeof inOwnZone, string>;
  return `${year}-${month}-${day} ${hour}:${minute} ${timeZoneName}`;
}

const steps = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "3 hours ago". */
export function relativeTime(at: string | number, now: number): string {
  const distance = new Date(at).getTime() - now;
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, length] of steps) {
    if (Math.abs(distance) >= length) return format.format(Math.round(distance / length), unit);
  }
  return "just now";
}

const parts = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** "in 3 h 12 min", "in 2 d 4 h"; the two largest units. */
export function timeUntil(at: string | number, now: number): string {
  let left = Math.max(0, new Date(at).getTime() - now);
  left = Math.round(left / 60_000) * 60_000;
  const first = parts.findIndex(([, length]) => left >= length);
  if (first < 0) return "in less than a minute";
  const said = parts.slice(first, first + 2).map(([unit, length]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return count === 0 ? "" : `${String(count)} ${unit}`;
  });
  return `in ${said.filter(Boolean).join(" ")}`;
}
