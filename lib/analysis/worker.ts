import { doJob, type Job } from "./job";

/** What a thread does; the pool calls it by its name. */
export function work({ kind, given }: Job): unknown {
  return doJob(kind, given);
}
