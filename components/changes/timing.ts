/** How a change set is spread over time, its times as ISO 8601; null: as soon as it is approved. */
export type ShownTiming =
  | { kind: "once" }
  | { kind: "time"; at: string }
  | { kind: "ramp"; rules: readonly number[]; steps: readonly { at: string | null; rate: number }[] }
  /** Its steps do different things: only their times can be changed. */
  | { kind: "steps" };

/** A rule that the change set changes, and whose rate can rise in steps. */
export type RampRule = {
  id: number;
  name: string;
  /** The rate now; null where it is not known. */
  from: number | null;
  /** What background checks within the rate get, and the others; null: no update. */
  gives: string | null;
  others: string | null;
  /** Whether a ramp would be about it unless somebody says otherwise. */
  meant: boolean;
};

/** "2026-11-26 09:30" in the reader's own time, as steps of ramps are typed. */
export function typedTime(at: string | number): string {
  return localInput(new Date(at)).replace("T", " ");
}

/** "2026-11-26T09:30" in the reader's own time, as fields of times are filled in. */
export function localInput(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
