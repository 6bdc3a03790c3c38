/** What can be told apart in the traffic of a channel. */
export const dimensions = ["version", "buildID", "buildTarget", "locale", "os", "rule", "release"] as const;
export type Dimension = (typeof dimensions)[number];

/** Requests of some kind, and what became of them. */
export type Measures = {
  readonly requests: number;
  /** Answers that brought something to install. */
  readonly served: number;
  /** Background checks that a rule with a rate below 100 decided. */
  readonly throttled: number;
  /** Those of them that fell outside the rate. */
  readonly outside: number;
  /** The sum of the rates that they met, in percent: divided by `throttled`, the share that was planned. */
  readonly planned: number;
};

/** As they are kept, in the order of `Measures`; zeros at the end are left out. */
export type PackedMeasures = readonly number[];

export const noMeasures: Measures = { requests: 0, served: 0, throttled: 0, outside: 0, planned: 0 };

export function addMeasures(a: Measures, b: Measures): Measures {
  return {
    requests: a.requests + b.requests,
    served: a.served + b.served,
    throttled: a.throttled + b.throttled,
    outside: a.outside + b.outside,
    planned: a.planned + b.planned,
  };
}

export function packMeasures({ requests, served, throttled, outside, planned }: Measures): PackedMeasures {
  const packed = [requests, served, throttled, outside, planned];
  while (packed.at(-1) === 0) packed.pop();
  return packed;
}

export function unpackMeasures(packed: PackedMeasures): Measures {
  const [requests = 0, served = 0, throttled = 0, outside = 0, planned = 0] = packed;
  return { requests, served, throttled, outside, planned };
}
