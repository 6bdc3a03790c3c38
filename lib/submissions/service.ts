import { isDeepStrictEqual } from "node:util";

import { authorize, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import type { Source } from "@/lib/audit/store";
import { submitPrepared, type Submitted } from "@/lib/change-sets/service";
import type { PlacedOperation } from "@/lib/changes/plan";
import type { Prepared } from "@/lib/changes/service-examine";
import { keyOf } from "@/lib/changes/row";
import type { Tx } from "@/lib/db/client";
import { Refusal, type InputError } from "@/lib/errors";
import { applicationVersion, type Release } from "@/lib/releases/release";
import { findRelease, listBuildsAt, type StoredBuild } from "@/lib/releases/store";

import { mergeBuild, placeOf, type SubmittedBuild, type SubmittedRelease } from "./submission";

export type BuildSubmission = {
  readonly release: string;
  /** What the release is to be if it is not there yet; null: then it is refused. */
  readonly create: SubmittedRelease | null;
  readonly builds: readonly SubmittedBuild[];
  readonly reason: string;
  readonly override: string | null;
  readonly source: Source;
};

/** What became of a submission, and of each of its builds. */
export type SubmittedBuilds = {
  readonly outcome: Submitted;
  readonly builds: readonly ("created" | "updated" | "unchanged")[];
};

/**
 * Adds builds to a release, whatever is there of them already: nobody has to have read it before, and however many jobs
 * submit to one release at once, none is refused for the sake of another. The same once more changes nothing.
 *
 * @throws Refusal as `submitChangeSet`; "not-found" when there is no such release, and it is not said what it is to be
 */
export async function submitBuildsAlone(
  actor: Actor,
  { reason, override, source, ...submission }: BuildSubmission,
  { dryRun }: { dryRun: boolean },
): Promise<SubmittedBuilds> {
  const done = new Map<string, "created" | "updated">();
  const outcome = await submitPrepared(actor, {
    reason,
    source,
    override,
    dryRun,
    accept: [],
    wholeConfiguration: false,
    withDefaultPolicies: true,
    // Whoever prepares has the head: nobody else changes anything until the change is made.
    prepare: async (tx) => {
      const prepared = await prepare(tx, actor, submission);
      for (const { operation, pointer } of prepared.operations) {
        done.set(pointer, operation.action === "create" ? "created" : "updated");
      }
      return prepared;
    },
  });
  return { outcome, builds: submission.builds.map((_, index) => done.get(pointerTo(index)) ?? "unchanged") };
}

function pointerTo(index: number): string {
  return `/builds/${index}`;
}

async function prepare(
  tx: Tx,
  actor: Actor,
  { release: name, create, builds }: Pick<BuildSubmission, "release" | "create" | "builds">,
): Promise<Prepared> {
  const release = await findRelease(tx, name);
  mayAdd(actor, name, { release, create });
  requireOnce(builds);
  const stored = release ? await listBuildsAt(tx, name, builds) : [];
  const known = new Map(stored.map((build) => [keyOf("build", build), build]));
  const operations = builds.flatMap((build, index) => {
    const before = known.get(keyOf("build", { release: name, ...build })) ?? null;
    return operationsFor({ release: name, build, before, pointer: pointerTo(index) });
  });
  const unchanged = builds.length - operations.length;
  return {
    operations: [...(release ? [] : creation(name, create)), ...operations],
    known: null,
    unchanged: (entity) => (entity === "build" ? unchanged : 0),
  };
}

type Wanted = { readonly release: Release | null; readonly create: SubmittedRelease | null };

/** Where nothing differs no row would ask for permission. @throws Refusal */
function mayAdd(actor: Actor, name: string, { release, create }: Wanted): void {
  const product = (release ?? create)?.product;
  if (product === undefined || (release && !canSee(actor, product))) {
    throw new Refusal("not-found", `There is no release "${name}": say in \`release\` what it is to be`);
  }
  authorize(actor, "submit", { product });
  if (release && create) requireSame(release, create);
}

function creation(name: string, create: SubmittedRelease | null): PlacedOperation[] {
  if (create === null) return [];
  const value = { ...create, name, readOnly: false };
  return [{ operation: { entity: "release", action: "create", value }, pointer: "/release" }];
}

/** Whoever says what the release is must mean the one that is there: of the same product and version. */
function requireSame(release: Release, create: SubmittedRelease): void {
  const errors: InputError[] = [];
  if (release.product !== create.product) {
    const detail = `"${release.name}" is a release of ${release.product}, not of ${create.product}: submit to another`;
    errors.push({ pointer: "/release/product", detail });
  }
  const [there, said] = [versionOf(release), versionOf(create)];
  if (said !== null && there !== said) {
    const detail = `"${release.name}" is version ${there ?? "of its builds"}, not ${said}: submit to another release, or give builds a version of their own`;
    errors.push({ pointer: "/release/content", detail });
  }
  const [first] = errors;
  if (first) throw new Refusal("invalid", first.detail, { errors });
}

function versionOf({ content }: Pick<Release, "content">): string | null {
  return content.kind === "application" ? applicationVersion(content.dialect, content.attributes) : null;
}

function requireOnce(builds: readonly SubmittedBuild[]): void {
  const places = new Set<string>();
  for (const [index, build] of builds.entries()) {
    const place = placeOf(build);
    if (places.has(place)) {
      const detail = `${place} is given twice: join its patches in one build`;
      throw new Refusal("invalid", detail, { errors: [{ pointer: pointerTo(index), detail }] });
    }
    places.add(place);
  }
}

function operationsFor({
  release,
  build,
  before,
  pointer,
}: {
  release: string;
  build: SubmittedBuild;
  before: StoredBuild | null;
  pointer: string;
}): PlacedOperation[] {
  if (before === null) {
    return [{ operation: { entity: "build", action: "create", value: { ...build, release } }, pointer }];
  }
  const { buildTarget, locale, buildID, attributes, patches } = mergeBuild(before, build);
  const fields = { buildID, attributes, patches };
  const { rowVersion } = before;
  const isSame = isDeepStrictEqual(fields, {
    buildID: before.buildID,
    attributes: before.attributes,
    patches: before.patches,
  });
  if (isSame) return [];
  const key = { release, buildTarget, locale };
  return [{ operation: { entity: "build", action: "update", key, rowVersion, fields }, pointer }];
}
