import { z } from "zod";

import type { ReleaseHeader } from "@/lib/configuration/world";
import type { Db } from "@/lib/db/client";

import { unpackBuild } from "./packed";
import { buildSchema, releaseContentSchema, type Build, type Release } from "./release";

export type StoredRelease = Release & { readonly rowVersion: number };
export type StoredBuild = Build & { readonly release: string; readonly rowVersion: number };

/** What a list of releases shows of each. */
export type ReleaseSummary = {
  readonly name: string;
  readonly product: string;
  readonly readOnly: boolean;
  readonly comment: string | null;
  readonly kind: Release["content"]["kind"];
  /** Null where only its builds know. */
  readonly version: string | null;
  readonly builds: number;
  readonly rowVersion: number;
};

const columns = {
  name: true,
  productName: true,
  readOnly: true,
  comment: true,
  content: true,
  rowVersion: true,
} as const;

type ReleaseRow = Omit<StoredRelease, "product" | "content"> & { productName: string; content: unknown };

function toRelease({ name, productName, readOnly, comment, content, rowVersion }: ReleaseRow): StoredRelease {
  return {
    name,
    product: productName,
    readOnly,
    comment,
    content: releaseContentSchema.parse(content),
    rowVersion,
  };
}

/** In no order. */
export async function listReleases(db: Db): Promise<StoredRelease[]> {
  return (await db.release.findMany({ select: columns })).map(toRelease);
}

export async function findRelease(db: Db, name: string): Promise<StoredRelease | null> {
  const row = await db.release.findUnique({ where: { name }, select: columns });
  return row && toRelease(row);
}

const summaryColumns = {
  name: true,
  productName: true,
  readOnly: true,
  comment: true,
  kind: true,
  version: true,
  rowVersion: true,
  _count: { select: { builds: true } },
} as const;

/** By name. */
export async function listReleaseSummaries(db: Db): Promise<ReleaseSummary[]> {
  const rows = await db.release.findMany({ select: summaryColumns, orderBy: { name: "asc" } });
  return rows.map(({ productName, kind, _count, ...row }) => ({
    ...row,
    product: productName,
    kind: kind as ReleaseSummary["kind"],
    builds: _count.builds,
  }));
}

/** Those of these names that there are. */
export async function listReleaseHeaders(db: Db, names: readonly string[]): Promise<ReleaseHeader[]> {
  const rows = await db.release.findMany({
    where: { name: { in: [...names] } },
    select: { name: true, productName: true, readOnly: true, kind: true },
  });
  return rows.map(({ productName, kind, ...row }) => ({
    ...row,
    product: productName,
    kind: kind as ReleaseSummary["kind"],
  }));
}

/** The names of releases of these products. */
export async function listReleaseNames(db: Db, products: readonly string[]): Promise<string[]> {
  const rows = await db.release.findMany({
    where: { productName: { in: [...products] } },
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}

const buildRowSchema = buildSchema.extend({ release: z.string(), rowVersion: z.int() });

const buildColumns = {
  releaseName: true,
  buildTarget: true,
  locale: true,
  buildID: true,
  attributes: true,
  patches: true,
  rowVersion: true,
} as const;

/** The builds of one release, in no order. */
export function listBuildsOf(db: Db, release: string): Promise<StoredBuild[]> {
  return findBuilds(db, { releaseName: release });
}

/** Those of a release that are for one of these build targets and one of these locales, in no order. */
export function listBuildsAt(
  db: Db,
  release: string,
  places: readonly Pick<Build, "buildTarget" | "locale">[],
): Promise<StoredBuild[]> {
  return findBuilds(db, {
    releaseName: release,
    buildTarget: { in: [...new Set(places.map(({ buildTarget }) => buildTarget))] },
    locale: { in: [...new Set(places.map(({ locale }) => locale))] },
  });
}

type Wanted = Readonly<{
  releaseName: string;
  buildTarget?: { in: string[] };
  locale?: { in: string[] };
}>;

async function findBuilds(db: Db, where: Wanted): Promise<StoredBuild[]> {
  const rows = await db.build.findMany({ where, select: buildColumns });
  return rows.map(({ releaseName, ...row }) => buildRowSchema.parse({ release: releaseName, ...row }));
}

/**
 * The builds of many releases, or of all (null), in no order. Unlike the others it trusts the rows, which were
 * checked when they were written: there may be a hundred thousand.
 */
export async function listAllBuilds(db: Db, releases: readonly string[] | null): Promise<StoredBuild[]> {
  const rows = await db.$queryRaw<{ builds: StoredBuild[] }[]>`
    SELECT json_agg(json_build_object('release', release, 'buildTarget', build_target, 'locale', locale,
      'buildID', build_id, 'attributes', attributes, 'patches', patches, 'rowVersion', row_version)) AS builds
    FROM packed_builds WHERE ${releases === null} OR release = ANY (${releases ?? []}) GROUP BY release`;
  return rows.flatMap(({ builds }) => builds.map(unpackBuild));
}
