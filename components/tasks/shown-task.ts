/** Work that takes a while, as pages show it. */
export type ShownTask = {
  id: number;
  title: string;
  by: string;
  state: "running" | "done" | "failed" | "lost";
  phase: string;
  done: number;
  /** 0: not known. */
  total: number;
  result: {
    says: string;
    isGood: boolean;
    revision?: number | undefined;
    changeSet?: number | undefined;
  } | null;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string | null;
};
