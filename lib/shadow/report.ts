import type { NotCompared } from "./recorded";
import type { Example, Group } from "./tally";

/** Distinct requests, and how often they were recorded in all. */
export type Count = { distinct: number; requests: number };

export type GroupReport = Omit<Group, "examples"> & Count & { readonly examples: readonly Example[] };

export type ChannelReport = {
  readonly product: string;
  readonly channel: string;
  readonly compared: Count;
  /** Meant or not, but for nothing. */
  readonly same: Count;
  readonly intended: Count;
  readonly different: Count;
};

export type SkippedReport = {
  readonly reason: NotCompared;
  readonly lines: number;
  /** The first of them. */
  readonly file: string;
  readonly line: number;
};

/** "done": shown by this run; "open": shown not to be so; "by hand": nothing here can tell. */
export type Check = {
  readonly state: "done" | "open" | "by hand";
  readonly what: string;
  readonly says: string;
};

/** What was read and asked. */
export type Run = {
  readonly old: string;
  readonly new: string;
  readonly logs: readonly string[];
  readonly finishedAt: string;
  /** Somebody ended it early. */
  readonly isStopped: boolean;
  readonly isForced: boolean;
  readonly lines: number;
  readonly skipped: readonly SkippedReport[];
  /** Lines with requests that would have been more distinct ones than the limit. */
  readonly beyondLimit: number;
};

export type ShadowReport = Run & {
  /** All that the logs asked for. */
  readonly asked: Count;
  readonly compared: Count;
  readonly same: Count;
  readonly intended: Count;
  readonly different: Count;
  readonly unanswered: Count;
  /** What nobody meant, the most frequent first. */
  readonly groups: readonly GroupReport[];
  readonly intendedGroups: readonly GroupReport[];
  readonly unansweredGroups: readonly GroupReport[];
  readonly channels: readonly ChannelReport[];
  readonly checklist: readonly Check[];
};
