/** What can be put into the queue, by the name of its task. */
export type Tasks = {
  /** Enacts the next step of a change set, if it is due. */
  "enact-step": { readonly changeSet: number };
  /** Tells a hook of an event. */
  "deliver-hook": { readonly delivery: number };
  /** Verifies the record, as a task that people follow. */
  "verify-record": { readonly task: number };
  /** Looks at the files of a release, as a task that people follow. */
  "verify-files": {
    readonly task: number;
    readonly release: string;
    readonly depth: "head" | "range" | "full";
    readonly by: string;
  };
};

export type TaskName = keyof Tasks;

/** A step that keeps failing for no reason that could be told fails its change set: after about a minute and a half. */
export const mostStepAttempts = 5;

/** A verification that a worker did not survive is begun anew so often. */
export const mostTaskAttempts = 3;

/** The queue waits e, e², … e¹⁰ seconds between attempts, and e¹⁰ from then on: 13 of them take 22 hours. */
export const mostDeliveryAttempts = 13;

/** Milliseconds until the queue makes another attempt after so many. */
export function backOff(attempts: number): number {
  return Math.exp(Math.min(attempts, 10)) * 1000;
}
