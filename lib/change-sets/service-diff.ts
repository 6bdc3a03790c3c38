import { authorizeReading, canSee } from "@/lib/access/can";
import { system, type Actor } from "@/lib/access/role";
import * as audit from "@/lib/audit/store";
import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";
import type { Examined } from "@/lib/changes/service-examine";
import { transaction, type Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { pendingSteps, type Step } from "./change-set";
import { maySeeChangeSet } from "./service-access";
import { examinePending } from "./service-settle";
import * as store from "./store";

/** One row before and after; null where there was or will be none. */
export type RowDiff = {
  readonly entity: string;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
};

export type StepDiff = {
  readonly position: number;
  readonly rows: readonly RowDiff[];
  /** How many builds of which releases, which come by the hundred. */
  readonly builds: readonly {
    readonly release: string;
    readonly action: "created" | "changed" | "deleted";
    readonly count: number;
  }[];
  /** How many rows are not told. */
  readonly more: number;
};

const mostRows = 200;
/** Of a step that is done with; builds come by the thousand. */
const mostEntries = 20_000;

/** What each step does, or did, to which rows. @throws Refusal "not-found" */
export async function diffChangeSet(actor: Actor, id: number): Promise<StepDiff[]> {
  authorizeReading(actor);
  return transaction(async (tx) => {
    const set = await store.findChangeSet(tx, id);
    if (!set || !maySeeChangeSet(actor, set)) throw new Refusal("not-found", `There is no change set ${id}`);
    const isOpen = ["draft", "proposed", "scheduled", "paused"].includes(set.state);
    const examined = isOpen ? await examinePending(tx, system("reader"), set, { lookOnly: true }) : [];
    const pending = pendingSteps(set).map(({ position }) => position);
    const diffs: StepDiff[] = [];
    for (const step of set.steps) {
      const plan = examined[pending.indexOf(step.position)]?.plan;
      diffs.push(toDiff(step.position, await rowsOf(tx, actor, { step, plan })));
    }
    return diffs;
  });
}

type Place = { step: Step; plan: Examined["plan"] | undefined };

async function rowsOf(tx: Tx, actor: Actor, { step, plan }: Place): Promise<RowDiff[]> {
  if (plan) {
    return plan.changes.map(({ entity, key, before, after }) => ({ entity, key, before, after }));
  }
  if (step.revision !== null) {
    const entries = await audit.listEntries(tx, step.revision, { after: -1, limit: mostEntries });
    return entries.filter(({ product }) => canSee(actor, product));
  }
  const rows: RowDiff[] = [];
  for (const operation of step.operations ?? []) rows.push(await rowMeant(tx, operation));
  return rows;
}

/** What an operation that is not enacted any more was to do to the row that its author saw. */
async function rowMeant(tx: Tx, operation: Operation): Promise<RowDiff> {
  const { entity } = operation;
  const key = keyOfOperation(operation) ?? "new";
  if (operation.action === "create") return { entity, key, before: null, after: operation.value };
  const seen = await audit.findRecordedRow(tx, { entity, key }, operation.rowVersion);
  const before = seen ?? operation.key;
  return operation.action === "delete"
    ? { entity, key, before, after: null }
    : { entity, key, before, after: { ...before, ...operation.fields } };
}

function toDiff(position: number, all: readonly RowDiff[]): StepDiff {
  const rows = all.filter(({ entity }) => entity !== "build");
  const builds = new Map<string, StepDiff["builds"][number]>();
  for (const { key, before, after } of all.filter(({ entity }) => entity === "build")) {
    const [release = key] = key.split("/");
    const action = before === null ? "created" : after === null ? "deleted" : "changed";
    const known = builds.get(`${release} ${action}`);
    builds.set(`${release} ${action}`, { release, action, count: (known?.count ?? 0) + 1 });
  }
  return {
    position,
    rows: rows.slice(0, mostRows),
    builds: [...builds.values()],
    more: Math.max(0, rows.length - mostRows),
  };
}
