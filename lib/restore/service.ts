import { authorize, authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { findHead } from "@/lib/audit/store";
import type { Configuration } from "@/lib/configuration/configuration";
import { diffConfiguration, type CurrentRows } from "@/lib/configuration/diff";
import { readRows } from "@/lib/configuration/store-rows";
import { toConfiguration } from "@/lib/configuration/sort";
import type { Entity, Operation } from "@/lib/changes/operation";
import { entities, keyOf, type Stored } from "@/lib/changes/row";
import { listBuilds, readRowsOf } from "@/lib/changes/store";
import { consistently, db, type Db } from "@/lib/db/client";
import type { SnapshotInput } from "@/lib/decision/snapshot";
import { Refusal, type Conflict } from "@/lib/errors";

import { keyFieldsOf, operationTo, sameContent, takeBack } from "./inverse";
import { collectRows, configurationEntities, readRecordedRow, rowsBefore } from "./recorded-rows";
import { neededElsewhere, select, type Selection } from "./selection";
import { toSnapshotInput } from "./snapshot";
import * as store from "./store";

/** A revision, or a time: the newest revision of then. */
export type Instant = number | Date;

/**
 * What goes back to what it was. Whoever enacts it does so as `wholeConfiguration`, because read-only releases go
 * back too, and accepts every acceptable finding, because they were accepted then.
 */
export type Restoration = {
  /** The revision that is gone back to. */
  readonly revision: number;
  readonly operations: readonly Operation[];
  /** What is not as it was then, or more than was asked for. */
  readonly warnings: readonly string[];
};

/** @throws Refusal "not-found" when there was no such revision */
export async function findInstant(read: Db, at: Instant): Promise<number> {
  const { revision } = await findHead(read);
  if (at instanceof Date) return store.findRevisionAt(read, at);
  if (at > revision) throw new Refusal("not-found", `There is no revision ${at}: the newest is ${revision}`);
  return at;
}

/** The revision of an instant. @throws Refusal "not-found" when there was no such revision */
export async function findRevisionOf(actor: Actor, at: Instant): Promise<number> {
  authorizeReading(actor);
  return findInstant(db(), at);
}

/** When the first revision was made; null when there is none. */
export async function findFirstInstant(actor: Actor): Promise<Date | null> {
  authorizeReading(actor);
  return store.findFirstRevisionTime(db());
}

/** The settings are there from the start, and in the record since they were first changed. */
async function rowsAt(read: Db, revision: number): Promise<CurrentRows> {
  const rows = collectRows(await store.listRowsAt(read, revision, configurationEntities));
  if (rows.settings.length > 0) return rows;
  const settings = { entity: "settings", key: "settings" };
  const first = await store.findFirstEntry(read, settings);
  const { settings: current } = first
    ? collectRows([{ ...settings, row: first.before }])
    : await readRows(read, []);
  return { ...rows, settings: current };
}

/** The whole configuration as of any revision: what `exportConfiguration` gave then. */
export async function configurationAt(
  actor: Actor,
  at: Instant,
): Promise<{ revision: number; configuration: Configuration }> {
  authorize(actor, "read", { product: null });
  return consistently(async (read) => {
    const revision = await findInstant(read, at);
    return { revision, configuration: toConfiguration(await rowsAt(read, revision)) };
  });
}

/** What clients were served from as of any revision, whoever asks: callers show of it what the actor may see. */
export async function snapshotInputAt(actor: Actor, at: Instant): Promise<SnapshotInput> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const revision = await findInstant(read, at);
    return toSnapshotInput(revision, await rowsAt(read, revision));
  });
}

/**
 * Works out how to put everything, a product or a product's channel back to a time; `Scope` says what belongs to
 * each. Policies, users and tokens stay.
 *
 * @throws Refusal "invalid" for a channel without its product, "not-found", "forbidden"
 */
export async function restore(
  actor: Actor,
  { product = null, channel = null }: { product?: string | null; channel?: string | null },
  at: Instant,
): Promise<Restoration> {
  authorize(actor, "read", { product });
  if (product === null && channel !== null) {
    const detail = "Name the product whose channel is meant";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/product", detail }] });
  }
  return consistently(async (read) => {
    const revision = await findInstant(read, at);
    const { now, then } = await readNowAndThen(read, revision);
    if (product === null) {
      return { revision, operations: operationsBetween({ now, then, warnings: [] }), warnings: [] };
    }
    const selection = select(now, then, { product, channel });
    return { revision, ...withoutHarm(now, selection) };
  });
}

/** The rows of now and of a revision, but for builds of releases of which no build has changed since. */
async function readNowAndThen(read: Db, revision: number): Promise<Pick<Selection, "now" | "then">> {
  const { revision: newest } = await findHead(read);
  const changed = await store.listChangesBetween(read, {
    from: revision,
    to: newest,
    entities: configurationEntities,
  });
  const builds = changed.filter(({ entity }) => entity === "build");
  const now = await readRows(read, [...new Set(builds.map(({ key }) => key.split("/", 1).join()))]);
  return { now, then: rowsBefore(now, changed) };
}

function operationsBetween({ now, then }: Selection): Operation[] {
  const { operations, errors } = diffConfiguration(now, toConfiguration(then), { mode: "replace", base: "" });
  if (errors.length > 0) throw new Refusal("invalid", "What was then would not be let in today", { errors });
  return operations.map(({ operation }) => operation);
}

/** Releases that are newer than the time stay where others have come to need them. */
function withoutHarm(now: CurrentRows, selection: Selection): Omit<Restoration, "revision"> {
  const needed = neededElsewhere(now, selection);
  const kept: string[] = [];
  const operations = operationsBetween(selection).filter((operation) => {
    if (operation.entity !== "release" || operation.action !== "delete") return true;
    if (!needed.has(operation.key.name)) return true;
    kept.push(`Release "${operation.key.name}" was not there then, and stays because other rules map to it`);
    return false;
  });
  return { operations, warnings: [...selection.warnings, ...kept] };
}

export type RollBack = {
  readonly operations: readonly Operation[];
  /** Rows that moved on since: base is what the revision left, mine what was before it. */
  readonly conflicts: readonly Conflict[];
  /** Whether `merge` would settle all conflicts: what others changed since are other fields. */
  readonly canMerge: boolean;
};

/**
 * Works out how to take one revision back, whatever kinds of rows it changed. Secrets are in no record, and so do not
 * come back. To be enacted as a `Restoration` is.
 *
 * @param merge put back the revision's own fields of rows of which others have changed other fields since
 * @throws Refusal "not-found", or "forbidden" when the actor may not look at all of it
 */
export async function rollBackRevision(
  actor: Actor,
  revision: number,
  { merge = false } = {},
): Promise<RollBack> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const entries = await store.listEntriesOf(read, revision);
    if (entries.length === 0) throw new Refusal("not-found", `There is no revision ${revision}`);
    for (const { product } of entries) requireSight(actor, product);
    const rows = entries.filter(isKnownEntity).map((entry) => ({
      entity: entry.entity,
      key: entry.key,
      before: readRecordedRow(entry.entity, entry.before),
      after: readRecordedRow(entry.entity, entry.after),
    }));
    const now = await currentRows(read, rows);
    const inverses = rows.map((row) => takeBack({ ...row, now: now(row) }, merge));
    const strangers = await buildsAddedSince(read, rows);
    return {
      operations: inverses.flatMap((one) => (one.kind === "operation" ? [one.operation] : [])),
      conflicts: [
        ...inverses.flatMap((one) => (one.kind === "conflict" ? [one.conflict] : [])),
        ...strangers,
      ],
      canMerge: strangers.length === 0 && inverses.every((one) => one.kind !== "conflict" || one.isDisjoint),
    };
  });
}

function requireSight(actor: Actor, product: string | null): void {
  if (!canSee(actor, product)) authorize(actor, "read", { product });
}

function isKnownEntity(entry: store.Entry): entry is store.Entry & { entity: Entity } {
  return (entities as readonly string[]).includes(entry.entity);
}

type Place = { entity: Entity; key: string };
type Changed = Place & { before: Stored | null; after: Stored | null };

async function currentRows(read: Db, rows: readonly Changed[]): Promise<(at: Place) => Stored | null> {
  const asked = rows.flatMap(({ entity, before, after }) => {
    const row = before ?? after;
    return row
      ? [{ entity, action: "delete", key: keyFieldsOf(entity, row), rowVersion: 1 } as Operation]
      : [];
  });
  const found = await readRowsOf(read, asked);
  // As the record has it: times are texts there.
  const plain = (row: Stored | undefined): unknown => (row ? JSON.parse(JSON.stringify(row)) : null);
  return ({ entity, key }) => readRecordedRow(entity, plain(found.get(`${entity} ${key}`)));
}

/** Builds that would go with a release that the revision made, and are not of that revision. */
async function buildsAddedSince(read: Db, rows: readonly Changed[]): Promise<Conflict[]> {
  const made = rows.filter(({ entity, before }) => entity === "release" && !before).map(({ key }) => key);
  if (made.length === 0) return [];
  const own = new Set(rows.flatMap(({ entity, key }) => (entity === "build" ? [key] : [])));
  return (await listBuilds(read, made))
    .map((build) => ({ key: keyOf("build", build), theirs: build }))
    .filter(({ key }) => !own.has(key))
    .map((build) => ({ ...build, entity: "build", base: null, mine: null }));
}

/**
 * Works out how to put one row back to what it was at a revision. A release that is gone comes back with its builds.
 *
 * @throws Refusal "not-found" when there was no such row at any time until then, or "forbidden"
 */
export async function rollBackRow(
  actor: Actor,
  { entity, key }: Place,
  at: Instant,
): Promise<readonly Operation[]> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const revision = await findInstant(read, at);
    const past = await store.findRowAt(read, { entity, key }, revision);
    if (!past) throw new Refusal("not-found", `There was no ${entity} "${key}" at revision ${revision}`);
    requireSight(actor, past.product);
    const target = readRecordedRow(entity, past.row);
    const example = target ?? readRecordedRow(entity, past.last);
    const now = (await currentRows(read, [{ entity, key, before: example, after: null }]))({ entity, key });
    const operation = operationTo(entity, now, target);
    if (!operation) return [];
    const builds = entity === "release" && !now ? await store.listReleasesAt(read, revision, [key]) : [];
    return [operation, ...builds.flatMap(comeBack)];
  });
}

function comeBack({ entity, row }: { entity: string; row: unknown }): Operation[] {
  const operation = entity === "build" ? operationTo("build", null, readRecordedRow("build", row)) : null;
  return operation ? [operation] : [];
}

/** What became of one row between two instants; null: it was not there. */
export type Difference = store.Entry;

/**
 * What the configuration's rows were at one instant and are at another, those that differ; of products that the
 * actor may look at. The second may be the earlier one.
 */
export async function diffConfigurations(
  actor: Actor,
  a: Instant,
  b: Instant,
): Promise<{ from: number; to: number; differences: Difference[] }> {
  authorizeReading(actor);
  const [from, to] = [await findInstant(db(), a), await findInstant(db(), b)];
  const found = await store.listChangesBetween(db(), {
    from: Math.min(from, to),
    to: Math.max(from, to),
    entities: configurationEntities,
  });
  const differences = found
    .filter(({ product }) => canSee(actor, product))
    .filter(({ before, after }) => !sameContent(before as object | null, after as object | null))
    .map((one) => (from <= to ? one : { ...one, before: one.after, after: one.before }));
  return { from, to, differences };
}
