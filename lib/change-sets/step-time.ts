const units = { min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const lengthPattern = /^\+?\s*((?:\d{1,5}\s*(?:min|[mhdw])\s*)+)$/i;
const datePattern = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(UTC|Z)?$/i;

/** Milliseconds of "+6 h" or "1 d 12 h"; null when the text is no length of time. */
function lengthOf(text: string): number | null {
  const parts = lengthPattern.exec(text)?.[1];
  if (parts === undefined) return null;
  const found = [...parts.toLowerCase().matchAll(/(\d+)\s*(min|[mhdw])/g)];
  return found.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0);
}

/**
 * Reads when a step is to be enacted as people write it: "now", "+6 h", "2026-11-27 09:30" in their own time, or the
 * same with "UTC".
 *
 * @param start milliseconds, from which lengths of time count
 * @returns milliseconds; null: now, which is as soon as it is approved; undefined: it is none of these
 */
export function readStepTime(text: string, start: number): number | null | undefined {
  const given = text.trim();
  if (given === "" || /^now$/i.test(given)) return null;
  const length = lengthOf(given);
  if (length !== null) return start + length;
  const [, day, time, zone] = datePattern.exec(given) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const at = Date.parse(`${day}T${time}${zone === undefined ? "" : "Z"}`);
  // The 31st of a month of 30 days is read as the first of the next one.
  return Number.isNaN(at) || !isRealDay(day) ? undefined : at;
}

function isRealDay(day: string): boolean {
  const read = new Date(`${day}T00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}
