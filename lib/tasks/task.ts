import { z } from "zod";

export const taskKinds = ["verify-record", "import", "roll-back", "verify-files"] as const;
export type TaskKind = (typeof taskKinds)[number];

/** What came of a task. */
export const taskResultSchema = z.strictObject({
  /** In a sentence. */
  says: z.string(),
  /** Whether it is what was hoped for: a record in which a fault was found is not. */
  isGood: z.boolean(),
  /** Of a record that was verified: its newest revision, or the one with a fault. */
  revision: z.int().optional(),
  /** The change set that came of it. */
  changeSet: z.int().optional(),
});
export type TaskResult = z.infer<typeof taskResultSchema>;

/** "lost": whoever worked on it gives no sign of life. */
export type TaskState = "running" | "done" | "failed" | "lost";

/** Work that takes a while: how far it has come, and what came of it. */
export type Task = {
  readonly id: number;
  readonly kind: TaskKind;
  readonly title: string;
  /** As the record names them. */
  readonly by: string;
  readonly state: TaskState;
  /** What is being done right now, in a few words; may be empty. */
  readonly phase: string;
  readonly done: number;
  /** 0: not known. */
  readonly total: number;
  readonly result: TaskResult | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
};

/** How far a task is. What is not said stays. */
export type Progress = { readonly phase?: string; readonly done?: number; readonly total?: number };

/** What an import of releases is called. */
export function importTitle(names: readonly string[]): string {
  const [name = ""] = names;
  return `Import ${names.length === 1 ? name : `${String(names.length)} releases`}`;
}

/** Milliseconds after which a task without a sign of life is taken for lost. */
export const patience = 60_000;
