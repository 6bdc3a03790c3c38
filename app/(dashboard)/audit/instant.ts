/** "17" is a revision, "2026-11-26T09:30Z" a time, "now" or nothing the newest revision; null: none of these. */
export function readInstant(text: string, newest: number): number | Date | null {
  if (text === "" || text === "now") return newest;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d(T[\d:.]+Z?)?$/.test(text)) return null;
  const time = new Date(text.includes("T") && !text.endsWith("Z") ? `${text}Z` : text);
  return Number.isNaN(time.getTime()) ? null : time;
}
