import type { Impact } from "@/lib/analysis/impact";

import type { DifferingRules } from "./differing-rules";
import type { TwoChannels } from "./mirror";
import type { ShownPlan } from "./shown-plan";

/** What the clients of two channels get differently. */
export type ChannelDifferences = TwoChannels & {
  readonly revision: number;
  /** Whether clients of both get the same: by their rules, and by their answers. */
  readonly isSame: boolean;
  readonly rules: readonly DifferingRules[];
  /** Clients by what they get on the two channels: `before` on `from`, `after` on `to`. The largest group first. */
  readonly answers: Impact;
};

/** How one channel gets what was tested on another. */
export type Promotion = ShownPlan & {
  readonly revision: number;
  /** What clients of the two channels would get differently even then. */
  readonly remaining: Impact;
};
