import type { Prisma } from "@/lib/db/generated/client";
import type { Operation } from "@/lib/changes/operation";
import type { Db, Tx } from "@/lib/db/client";
import { isHookEvent } from "@/lib/hooks/hook";
import { announce, isAwaited } from "@/lib/hooks/store";
import { describeRequirement, type Requirement, type SigningRole } from "@/lib/policies/requirements";

import type {
  ChangeSet,
  ChangeSetEvent,
  EventKind,
  SignOff,
  State,
  Step,
  WholeChangeSet,
} from "./change-set";
import { digestSchema, type Digest } from "./digest";

const columns = {
  id: true,
  state: true,
  authorKind: true,
  author: true,
  source: true,
  reason: true,
  accept: true,
  override: true,
  restores: true,
  whole: true,
  defaults: true,
  releases: true,
  products: true,
  failure: true,
  expiresAt: true,
  createdAt: true,
  updatedAt: true,
  rowVersion: true,
} as const;

const stepColumns = {
  position: true,
  at: true,
  operations: true,
  state: true,
  revision: true,
  enactedAt: true,
} as const;

const signOffColumns = { email: true, role: true, at: true, digest: true } as const;

/** The number of the next change set. A number that is never used leaves a gap. */
export async function nextId(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`SELECT nextval('change_sets_id_seq')::integer AS id`;
  return rows[0]?.id ?? 0;
}

export type NewChangeSet = Omit<ChangeSet, "rowVersion" | "failure">;
export type NewStep = Pick<Step, "at"> &
  Partial<Pick<Step, "state" | "revision" | "enactedAt">> & {
    readonly operations: readonly Operation[] | null;
  };

export async function insertChangeSet(tx: Tx, row: NewChangeSet, steps: readonly NewStep[]): Promise<void> {
  const { accept, releases, products, ...rest } = row;
  const data = { ...rest, accept: [...accept], releases: [...releases], products: [...products] };
  await tx.changeSet.create({ data, select: { id: true } });
  await insertSteps(tx, row.id, steps);
}

async function insertSteps(tx: Tx, changeSetId: number, steps: readonly NewStep[]): Promise<void> {
  await tx.changeSetStep.createMany({
    data: steps.map(({ operations, ...step }, position) => ({
      changeSetId,
      position,
      ...step,
      ...(operations && { operations: operations }),
    })),
  });
}

/** Puts steps in the place of those that there are. */
export async function replaceSteps(tx: Tx, id: number, steps: readonly NewStep[]): Promise<void> {
  await tx.changeSetStep.deleteMany({ where: { changeSetId: id } });
  await insertSteps(tx, id, steps);
}

/** The change set, kept from being changed by anybody else until the transaction ends; null when there is none. */
export async function lockChangeSet(tx: Tx, id: number): Promise<WholeChangeSet | null> {
  await tx.$queryRaw`SELECT id FROM change_sets WHERE id = ${id} FOR UPDATE`;
  return findChangeSet(tx, id);
}

const wholeColumns = {
  ...columns,
  steps: { select: stepColumns, orderBy: { position: "asc" } },
  signOffs: { select: signOffColumns, orderBy: { at: "asc" } },
} as const;

function toWhole({
  steps,
  signOffs,
  ...rest
}: Prisma.ChangeSetGetPayload<{ select: typeof wholeColumns }>): WholeChangeSet {
  return { ...toChangeSet(rest), steps: steps.map(toStep), signOffs: signOffs.map(toSignOff) };
}

export async function findChangeSet(db: Db, id: number): Promise<WholeChangeSet | null> {
  const row = await db.changeSet.findUnique({ where: { id }, select: wholeColumns });
  return row && toWhole(row);
}

/** The newest first, with steps and sign-offs. */
export async function findChangeSets(
  db: Db,
  where: Prisma.ChangeSetWhereInput,
  limit: number,
): Promise<WholeChangeSet[]> {
  const rows = await db.changeSet.findMany({
    where,
    orderBy: { id: "desc" },
    take: limit,
    select: wholeColumns,
  });
  return rows.map(toWhole);
}

type Row = Prisma.ChangeSetGetPayload<{ select: typeof columns }>;

function toChangeSet({ state, authorKind, source, accept, ...row }: Row): ChangeSet {
  return {
    ...row,
    state: state as State,
    authorKind: authorKind as ChangeSet["authorKind"],
    source: source as ChangeSet["source"],
    accept: accept as ChangeSet["accept"],
  };
}

// Operations are what this program wrote, having checked them.
function toStep({
  operations,
  state,
  ...row
}: Prisma.ChangeSetStepGetPayload<{ select: typeof stepColumns }>): Step {
  return {
    ...row,
    operations: operations as unknown as readonly Operation[] | null,
    state: state as Step["state"],
  };
}

function toSignOff({
  role,
  digest,
  ...row
}: Prisma.SignOffGetPayload<{ select: typeof signOffColumns }>): SignOff {
  return { ...row, role: role as SigningRole, digest: digestSchema.parse(digest) };
}

/** Changes a change set that is locked; its row version goes up. */
export async function updateChangeSet(
  tx: Tx,
  id: number,
  { accept, releases, products, ...changed }: Partial<Omit<ChangeSet, "id" | "rowVersion" | "createdAt">>,
): Promise<void> {
  await tx.changeSet.update({
    where: { id },
    data: {
      ...changed,
      ...(accept && { accept: [...accept] }),
      ...(releases && { releases: [...releases] }),
      ...(products && { products: [...products] }),
      rowVersion: { increment: 1 },
    },
    select: { id: true },
  });
}

export async function updateStep(
  tx: Tx,
  { id, position }: { id: number; position: number },
  changed: Pick<Step, "state"> & Partial<Pick<Step, "revision" | "enactedAt">>,
): Promise<void> {
  await tx.changeSetStep.updateMany({ where: { changeSetId: id, position }, data: changed });
}

/** Skips the steps that are still to come. */
export async function skipPendingSteps(tx: Tx, id: number): Promise<void> {
  await tx.changeSetStep.updateMany({
    where: { changeSetId: id, state: "pending" },
    data: { state: "skipped" },
  });
}

export async function putSignOff(tx: Tx, id: number, { email, ...signOff }: SignOff): Promise<void> {
  await tx.signOff.upsert({
    where: { changeSetId_email: { changeSetId: id, email } },
    create: { changeSetId: id, email, ...signOff },
    update: signOff,
    select: { email: true },
  });
}

/** Binds sign-offs to another digest. @param emails whose */
export async function rebindSignOffs(
  tx: Tx,
  id: number,
  emails: readonly string[],
  digest: Digest,
): Promise<void> {
  await tx.signOff.updateMany({ where: { changeSetId: id, email: { in: [...emails] } }, data: { digest } });
}

export async function deleteSignOffs(tx: Tx, id: number, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  await tx.signOff.deleteMany({ where: { changeSetId: id, email: { in: [...emails] } } });
}

type NewEvent = Omit<ChangeSetEvent, "text"> & {
  readonly text?: string;
  /** Who has to sign yet: for hooks. */
  readonly missing?: readonly Requirement[];
};

/** Notes what happened, and tells whoever watches. Every change of a change set comes with one. */
export async function addEvent(
  tx: Tx,
  id: number,
  { kind, actor, at, text = "", missing }: NewEvent,
): Promise<void> {
  await tx.changeSetEvent.create({ data: { changeSetId: id, kind, actor, at, text }, select: { id: true } });
  await tell(tx, id);
  const more = missing && { waitsFor: missing.map(describeRequirement) };
  await tellHooks(tx, id, { kind, actor, at, text }, more);
}

/** What is enacted is told with its revision, by whoever writes that. */
async function tellHooks(
  tx: Tx,
  id: number,
  { kind, actor, at, text }: ChangeSetEvent,
  more: { readonly waitsFor: readonly string[] } | undefined,
): Promise<void> {
  if (kind === "enacted" || !isHookEvent(kind) || !(await isAwaited(tx, kind))) return;
  const set = await tx.changeSet.findUniqueOrThrow({
    where: { id },
    select: { state: true, author: true, reason: true, products: true },
  });
  const { products, ...about } = set;
  await announce(tx, { event: kind, at, actor, products, about: { changeSet: id, ...about, text, ...more } });
}

export async function listEvents(db: Db, id: number): Promise<ChangeSetEvent[]> {
  const rows = await db.changeSetEvent.findMany({
    where: { changeSetId: id },
    orderBy: { id: "asc" },
    select: { kind: true, actor: true, at: true, text: true },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as EventKind }));
}

/** Whoever watches change sets hears of it when the transaction commits. */
async function tell(tx: Tx, id: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('aus_change_sets', ${String(id)})`;
}
