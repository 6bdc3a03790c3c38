import { authorize, authorizeReading } from "@/lib/access/can";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { getRelease, getReleaseRow, listReleases } from "@/lib/releases/service";

import { blobOf, localeOf, type Blob, type LocalePlace } from "./blob";
import { blobVersion } from "./data-versions";
import {
  configured,
  overwrite,
  putLocale,
  type Held,
  type ReleaseChange,
  type SubmittedLocale,
} from "./release-operations";
import { readHeld, requireWritable, write, type Caller } from "./service-write";
import { sumBuildVersions, sumVersionsOf } from "./store";

export type ListedRelease = {
  readonly name: string;
  readonly product: string;
  readonly data_version: number;
  readonly read_only: boolean;
};

export async function listBalrogReleases({ actor }: Caller): Promise<ListedRelease[]> {
  const [releases, sums] = await Promise.all([listReleases(actor), sumBuildVersions(db())]);
  return releases.map(({ name, product, readOnly, rowVersion }) => ({
    name,
    product,
    data_version: rowVersion + (sums.get(name) ?? 0),
    read_only: readOnly,
  }));
}

export type ShownRelease = { readonly blob: Blob; readonly dataVersion: number; readonly readOnly: boolean };

/** @throws Refusal "not-found" when there is none that the actor may read */
export async function getBlob({ actor }: Caller, name: string): Promise<ShownRelease> {
  const { builds, ...release } = await getRelease(actor, name);
  return {
    blob: blobOf(configured(release, builds)),
    dataVersion: blobVersion(release, builds),
    readOnly: release.readOnly,
  };
}

/** As that of `getBlob`, without the work. @throws Refusal "not-found" as there */
export async function getDataVersion({ actor }: Caller, name: string): Promise<number> {
  await getReleaseRow(actor, name);
  return dataVersionNow(name);
}

/** @throws Refusal "not-found" when the release, or the locale in it, is not there */
export async function getLocale(
  caller: Caller,
  name: string,
  place: LocalePlace,
): Promise<{ data: Blob; dataVersion: number }> {
  const { blob, dataVersion } = await getBlob(caller, name);
  const data = localeOf(blob, place);
  if (data) return { data, dataVersion };
  throw new Refusal("not-found", `${name} has no locale ${place.locale} for ${place.buildTarget}`);
}

export type Saved = {
  readonly dataVersion: number;
  /** Whether the release, or the locale, was not there before. */
  readonly isNew: boolean;
  readonly warnings: readonly string[];
};

export type GivenBlob = {
  readonly product: string;
  /** Null: the release is not there yet, as far as the caller knows. */
  readonly dataVersion: number | null;
  /** What the blob is to be, given what it is. */
  readonly blob: (current: Blob | null) => Blob;
  /** Further releases that are to be changed in the same way, whatever their data versions. */
  readonly copyTo?: readonly string[];
};

/** Creates a release, or makes it what a blob says. */
export async function saveBlob(caller: Caller, name: string, given: GivenBlob): Promise<Saved> {
  let isNew = false;
  const warnings: string[] = [];
  await write(caller, `Write the release ${name}`, async (tx) => {
    const changes = [];
    for (const each of [name, ...(given.copyTo ?? [])]) {
      const held = await readHeld(tx, each, null);
      requireWritable(caller.actor, each, held, given.product);
      const blob = given.blob(held.release && blobOf(configured(held.release, held.builds)));
      if (each === name) {
        isNew = held.release === null;
        requireBlobVersion(held, given.dataVersion);
      }
      changes.push(overwrite(held, { name: each, product: given.product, blob }));
    }
    return collected(changes, warnings);
  });
  return { dataVersion: await dataVersionNow(name), isNew, warnings };
}

/** Exactly the version that the caller saw, since nothing of the release stays. @throws Refusal */
function requireBlobVersion({ release, builds }: Held, seen: number | null): void {
  if (!release) return;
  const is = blobVersion(release, builds);
  requireGiven(seen);
  if (seen === is) return;
  throw new Refusal("conflict", `The release is at data version ${is}, not ${seen}: read it again`);
}

function requireGiven(seen: number | null): asserts seen is number {
  if (seen !== null) return;
  const detail = "Release exists, data_version must be provided";
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/data_version", detail }] });
}

export type GivenLocale = SubmittedLocale & {
  readonly product: string;
  readonly dataVersion: number | null;
  readonly copyTo: readonly string[];
};

/**
 * Submits one locale. Each is a row of its own, so that an older data version of the release is good: others may have
 * submitted other locales meanwhile.
 */
export async function saveLocale(caller: Caller, name: string, given: GivenLocale): Promise<Saved> {
  const { buildTarget, locale, product, dataVersion, copyTo } = given;
  let isNew = false;
  const warnings: string[] = [];
  await write(caller, `Submit ${locale} for ${buildTarget} of ${name}`, async (tx) => {
    const changes = [];
    for (const each of [name, ...copyTo]) {
      const held = await readHeld(tx, each, [given]);
      requireWritable(caller.actor, each, held, product);
      if (each === name) {
        isNew = held.builds.length === 0;
        if (held.release) requireGiven(dataVersion);
      }
      changes.push(putLocale(held, { name: each, product }, given));
    }
    return collected(changes, warnings);
  });
  return { dataVersion: await dataVersionNow(name), isNew, warnings };
}

function collected(changes: readonly ReleaseChange[], warnings: string[]): ReleaseChange["operations"] {
  warnings.push(...changes.flatMap((change) => change.warnings));
  return changes.flatMap(({ operations }) => operations);
}

async function dataVersionNow(name: string): Promise<number> {
  return (await sumVersionsOf(db(), name)) ?? 1;
}

/** @throws Refusal "not-found" when it is not there */
export async function deleteRelease(caller: Caller, name: string, dataVersion: number | null): Promise<void> {
  await write(caller, `Delete the release ${name}`, async (tx) => {
    const held = await readHeld(tx, name, null);
    const { release } = requireThere(caller, name, held);
    requireWritable(caller.actor, name, held, null);
    if (dataVersion !== null) requireBlobVersion(held, dataVersion);
    return [{ entity: "release", action: "delete", key: { name }, rowVersion: release.rowVersion }];
  });
}

/**
 * @param dataVersion that of the release as a whole, or (`own`) of the release without its locales; locales that
 *   others submit meanwhile are no conflict
 */
export async function setReadOnly(
  caller: Caller,
  name: string,
  { readOnly, dataVersion, own }: { readOnly: boolean; dataVersion: number; own: boolean },
): Promise<{ dataVersion: number }> {
  await write(caller, `Make ${name} ${readOnly ? "read-only" : "writable"}`, async (tx) => {
    const held = await readHeld(tx, name, null);
    const { release } = requireThere(caller, name, held);
    authorize(caller.actor, "submit", release);
    const is = own ? release.rowVersion : blobVersion(release, held.builds);
    if (dataVersion !== is && release.readOnly !== readOnly) {
      throw new Refusal(
        "conflict",
        `The release is at data version ${is}, not ${dataVersion}: read it again`,
      );
    }
    const { rowVersion } = release;
    return [{ entity: "release", action: "update", key: { name }, rowVersion, fields: { readOnly } }];
  });
  if (!own) return { dataVersion: await dataVersionNow(name) };
  const { release } = await readHeld(db(), name, []);
  return { dataVersion: release?.rowVersion ?? 1 };
}

function requireThere({ actor }: Caller, name: string, { release, builds }: Held) {
  authorizeReading(actor);
  if (release) return { release, builds };
  throw new Refusal("not-found", `There is no release "${name}"`);
}
