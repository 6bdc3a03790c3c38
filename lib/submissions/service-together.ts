import type { Actor } from "@/lib/access/role";
import type { Submitted } from "@/lib/change-sets/service";
import { Refusal } from "@/lib/errors";

import { ownPointer, startsOf, takeJoinable } from "./join";
import { submitBuildsAlone, type BuildSubmission, type SubmittedBuilds } from "./service";

type Waiting = BuildSubmission & {
  readonly resolve: (outcome: Submitted) => void;
  readonly reject: (error: unknown) => void;
};

/** What waits while a submission of the same author to the same release is being made, by what they have in common. */
const queues = new Map<string, Waiting[]>();

/**
 * As `submitBuildsAlone`. What the jobs of one author submit to one release while others of them wait for their turn is
 * made together, as one revision: hundreds of jobs take no longer than some large ones. Each gets its own answer; where
 * they are refused together, each is tried alone, so that nobody is refused for the sake of another.
 */
export function submitBuilds(
  actor: Actor,
  submission: BuildSubmission,
  options: { dryRun: boolean },
): Promise<Submitted> {
  if (options.dryRun || submission.override !== null) {
    return submitBuildsAlone(actor, submission, options).then(({ outcome }) => outcome);
  }
  const { release, create, reason, source } = submission;
  const key = JSON.stringify([actor, release, create, reason, source]);
  return new Promise((resolve, reject) => {
    const member = { ...submission, resolve, reject };
    const queue = queues.get(key);
    if (queue) queue.push(member);
    else {
      queues.set(key, [member]);
      void workOff(actor, key);
    }
  });
}

async function workOff(actor: Actor, key: string): Promise<void> {
  for (let waiting = queues.get(key) ?? []; waiting.length > 0; waiting = queues.get(key) ?? []) {
    const { taken, left } = takeJoinable(waiting);
    queues.set(key, left);
    await submitTogether(actor, taken);
  }
  queues.delete(key);
}

/** Never fails: whoever waits is told. */
async function submitTogether(actor: Actor, members: readonly Waiting[]): Promise<void> {
  const [first] = members;
  if (!first) return;
  const builds = members.flatMap((member) => member.builds);
  try {
    const made = await submitBuildsAlone(actor, { ...first, builds }, { dryRun: false });
    const starts = startsOf(members);
    for (const [index, member] of members.entries()) {
      member.resolve(shareOf(made, { start: starts[index] ?? 0, length: member.builds.length }));
    }
  } catch (error) {
    if (members.length > 1 && error instanceof Refusal) {
      for (const member of members) await submitTogether(actor, [member]);
    } else {
      for (const member of members) member.reject(error);
    }
  }
}

type Part = { readonly start: number; readonly length: number };

/** What one of several submissions came to. */
function shareOf({ outcome, builds }: SubmittedBuilds, { start, length }: Part): Submitted {
  const own = builds.slice(start, start + length);
  const many = (what: (typeof own)[number]) => own.filter((one) => one === what).length;
  const none = { created: 0, updated: 0, deleted: 0, unchanged: 0 };
  const counts = {
    ...outcome.counts,
    // Whoever came first made the release.
    release: start === 0 ? outcome.counts.release : none,
    build: { ...none, created: many("created"), updated: many("updated"), unchanged: many("unchanged") },
  };
  if (many("unchanged") === length) {
    const nothing = { changeSet: null, revision: null, warnings: [], requirements: [], missing: [] };
    return { kind: "enacted", dryRun: false, counts, ...nothing };
  }
  const warnings = outcome.warnings.flatMap((warning) => {
    const pointer = ownPointer(warning.pointer, start, length);
    return pointer === null ? [] : [{ ...warning, pointer }];
  });
  return { ...outcome, counts, warnings };
}
