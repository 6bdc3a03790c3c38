import { readStepTime } from "./step-time";

/** One step of a ramp as it is typed. */
export type RampText = { readonly rate: string; readonly at: string };

export type ReadRampStep = {
  /** Null: what was typed is no percentage. */
  readonly rate: number | null;
  /** Milliseconds; null: as soon as it is approved; undefined: what was typed is no time. */
  readonly at: number | null | undefined;
  /** What is wrong, and how to mend it. */
  readonly problems: { readonly rate?: string; readonly at?: string };
};

/** Ramps to begin with; times count from the first step. */
export const rampTemplates: readonly { readonly name: string; readonly steps: readonly RampText[] }[] = [
  {
    name: "10, 25, 50, 100 % in 2 days",
    steps: [
      { rate: "10", at: "now" },
      { rate: "25", at: "+6 h" },
      { rate: "50", at: "+24 h" },
      { rate: "100", at: "+48 h" },
    ],
  },
  {
    name: "1, 10, 50, 100 % in a week",
    steps: [
      { rate: "1", at: "now" },
      { rate: "10", at: "+1 d" },
      { rate: "50", at: "+3 d" },
      { rate: "100", at: "+7 d" },
    ],
  },
  {
    name: "25, 100 % in a day",
    steps: [
      { rate: "25", at: "now" },
      { rate: "100", at: "+24 h" },
    ],
  },
];

/** Reads the steps of a ramp. Lengths of time count from its first step. */
export function readRamp(rows: readonly RampText[], now: number): ReadRampStep[] {
  const start = readStepTime(rows[0]?.at ?? "", now) ?? now;
  let before: number | null = null;
  return rows.map((row, index) => {
    const at = readStepTime(row.at, index === 0 ? now : start);
    const wrongTime = timeProblem(at, { now, before, isFirst: index === 0 });
    before = at ?? before;
    const rate = readRate(row.rate);
    return {
      rate,
      at,
      problems: {
        ...(rate === null && { rate: "Write a whole percentage from 0 to 100" }),
        ...(wrongTime !== null && { at: wrongTime }),
      },
    };
  });
}

function readRate(text: string): number | null {
  const digits = /^\s*(\d{1,3})\s*%?\s*$/.exec(text)?.[1];
  return digits === undefined || Number(digits) > 100 ? null : Number(digits);
}

function timeProblem(
  at: number | null | undefined,
  { now, before, isFirst }: { now: number; before: number | null; isFirst: boolean },
): string | null {
  if (at === undefined) return "Write +6 h, or a time such as 2026-11-27 09:30";
  if (isFirst) return at !== null && at <= now ? "This time has passed: name a later one" : null;
  if (at === null) return "Only the first step can be now: say when this one follows";
  if (at <= now) return "This time has passed: name a later one";
  return before !== null && at <= before ? "It comes after the step before it: name a later time" : null;
}
