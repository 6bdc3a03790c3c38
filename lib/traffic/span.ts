import { Refusal } from "@/lib/errors";

import { dimensions } from "./measures";

/** What traffic can be told apart by. */
export const groupings = [...dimensions, "channel", "node"] as const;
export type Grouping = (typeof groupings)[number];

export const resolutions = ["minute", "hour", "day"] as const;
/** The spans of time that traffic is kept by. */
export type Resolution = (typeof resolutions)[number];

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;

/** How finely traffic can be asked for: seconds of a step, what it is added up from, and for how long at most. */
const stepSizes = {
  minute: { seconds: 60, from: "minute", most: 24 * hour },
  "5minutes": { seconds: 300, from: "minute", most: 48 * hour },
  hour: { seconds: 3_600, from: "hour", most: 31 * day },
  "6hours": { seconds: 21_600, from: "hour", most: 120 * day },
  day: { seconds: 86_400, from: "day", most: 3_660 * day },
} as const satisfies Record<string, { seconds: number; from: Resolution; most: number }>;

export const steps = Object.keys(stepSizes) as [Step, ...Step[]];
export type Step = keyof typeof stepSizes;

export const resolutionLengths: Readonly<Record<Resolution, number>> = { minute: 60 * second, hour, day };

export type Span = {
  readonly from: Date;
  readonly to: Date;
  readonly step: Step;
  readonly seconds: number;
  readonly resolution: Resolution;
};

/** The finest step that gives a chart of some length no more points than can be seen. */
function stepFor(length: number): Step {
  if (length <= 2 * hour) return "minute";
  if (length <= 6 * hour) return "5minutes";
  if (length <= 4 * day) return "hour";
  return length <= 21 * day ? "6hours" : "day";
}

/** The end that is taken when none is given comes after the newest numbers: they are of the minute that goes on. */
export function readSpan(
  { from, to, step }: { from: Date | null; to: Date | null; step: Step | null },
  now: Date,
): Span {
  const end = to ?? now;
  const start = from ?? new Date(end.getTime() - 6 * hour);
  const length = end.getTime() - start.getTime();
  if (length <= 0) {
    throw invalid("/from", "The span ends before it begins: give an earlier from or a later to");
  }
  const taken = step ?? stepFor(length);
  const { seconds, from: resolution, most } = stepSizes[taken];
  if (length > most) {
    throw invalid("/step", `So long a span has too many steps of ${taken}: take a larger step`);
  }
  const begin = Math.floor(start.getTime() / (seconds * second)) * seconds * second;
  return { from: new Date(begin), to: end, step: taken, seconds, resolution };
}

function invalid(pointer: string, detail: string): Refusal {
  return new Refusal("invalid", detail, { errors: [{ pointer, detail }] });
}

/** When each step of a span begins. */
export function stepsOf({ from, to, seconds }: Span): number[] {
  const count = Math.ceil((to.getTime() - from.getTime()) / (seconds * second));
  return Array.from({ length: count }, (_, index) => from.getTime() + index * seconds * second);
}
