import { authorizeReading } from "@/lib/access/can";
import type { Operation } from "@/lib/changes/operation";
import { consistently, db, type Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { getRelease } from "@/lib/releases/service";

import { blobOf, placesOf, type Blob, type LocalePlace } from "./blob";
import { dataVersionsOf, requireDataVersions, type DataVersions } from "./data-versions";
import { configured, overwrite, update, type ReleaseChange } from "./release-operations";
import { readHeld, requireWritable, schedule, write, type Caller } from "./service-write";

/** A release of the second API: each of its parts has a data version of its own. */
export type ReleaseInParts = { readonly blob: Blob; readonly data_versions: DataVersions };

/** @throws Refusal "not-found" when there is none that the actor may read */
export async function getInParts({ actor }: Caller, name: string): Promise<ReleaseInParts> {
  const { builds, ...release } = await getRelease(actor, name);
  return { blob: blobOf(configured(release, builds)), data_versions: dataVersionsOf(release, builds) };
}

export type GivenParts = {
  readonly blob: Blob;
  /** Null: that of the release as it is. */
  readonly product: string | null;
  readonly seen: DataVersions;
  /** Null: at once. */
  readonly when: Date | null;
};

/** What became of each part that changes: its new data version, or the change set that will change it. */
export type Parts = Readonly<Record<string, unknown>>;

/** Creates a release, or makes it what a blob says, locales that the blob lacks deleted. */
export async function setInParts(caller: Caller, name: string, given: GivenParts): Promise<Parts> {
  return change(caller, name, given, async (read) => {
    const held = await readHeld(read, name, null);
    requireWritable(caller.actor, name, held, given.product);
    const product = given.product ?? held.release?.product;
    if (product === undefined) {
      const detail = "product is required: there is no such release yet";
      throw new Refusal("invalid", detail, { errors: [{ pointer: "/product", detail }] });
    }
    return overwrite(held, { name, product, blob: given.blob });
  });
}

/** Lays parts of a blob over a release. @throws Refusal "not-found" when there is no such release */
export async function updateParts(caller: Caller, name: string, given: GivenParts): Promise<Parts> {
  return change(caller, name, given, async (read) => {
    const held = await readHeld(read, name, placesOf(given.blob));
    const { release, builds } = held;
    authorizeReading(caller.actor);
    if (!release) throw new Refusal("not-found", `There is no release "${name}"`);
    requireWritable(caller.actor, name, held, given.product);
    return update({ release, builds }, given.blob);
  });
}

async function change(
  caller: Caller,
  name: string,
  { seen, when }: GivenParts,
  workOut: (read: Db) => Promise<ReleaseChange>,
): Promise<Parts> {
  let operations: readonly Operation[] = [];
  const work = async (read: Db) => {
    ({ operations } = await workOut(read));
    requireDataVersions(operations, seen);
    return operations;
  };
  const what = `Write parts of the release ${name}`;
  if (when === null) {
    await write(caller, what, work);
    return partsNow(name, operations);
  }
  await consistently(work);
  if (operations.length === 0) return {};
  const changeSet = await schedule(caller, what, { at: when, operations });
  return scheduledParts(operations, { changeSet, when });
}

async function partsNow(name: string, operations: readonly Operation[]): Promise<Parts> {
  const { release, builds } = await readHeld(db(), name, operations.flatMap(placeOf));
  const isOwn = operations.some(({ entity }) => entity === "release");
  return dataVersionsOf(isOwn ? release : null, builds);
}

function placeOf(operation: Operation): LocalePlace[] {
  if (operation.entity !== "build") return [];
  const { buildTarget, locale } = operation.action === "create" ? operation.value : operation.key;
  return [{ buildTarget, locale }];
}

const changeTypes = { create: "insert", update: "update", delete: "delete" } as const;

function scheduledParts(
  operations: readonly Operation[],
  { changeSet, when }: { changeSet: number; when: Date },
): Parts {
  const platforms: Record<string, { locales: Record<string, unknown> }> = {};
  const parts: Record<string, unknown> = {};
  for (const operation of operations) {
    const change_type = changeTypes[operation.action];
    const told = { sc_id: changeSet, change_type, data_version: 1, signoffs: {}, when: when.getTime() };
    const [place] = placeOf(operation);
    if (!place) parts["."] = told;
    else (platforms[place.buildTarget] ??= { locales: {} }).locales[place.locale] = told;
  }
  return Object.keys(platforms).length === 0 ? parts : { ...parts, platforms };
}
