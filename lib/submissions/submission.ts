import { z } from "zod";

import { buildSchema, patchSchema, releaseSchema, type Build, type Patch } from "@/lib/releases/release";

/** A build as a job submits it: what it does not say stays as it is. */
export const submittedBuildSchema = buildSchema.extend({
  buildID: z
    .string()
    .nullable()
    .default(null)
    .describe("Null: that of the build that is there. Another one replaces that build, patches and all"),
  patches: z
    .array(patchSchema)
    .default([])
    .describe("Each takes the place of the one of its type and `from`; the others of the same build stay"),
});

/** What a release is to be when it is not there yet. One that is there is never altered by a submission. */
export const submittedReleaseSchema = releaseSchema.omit({ name: true, readOnly: true });

export type SubmittedBuild = z.infer<typeof submittedBuildSchema>;
export type SubmittedRelease = z.infer<typeof submittedReleaseSchema>;

/** A build once a submission has been added to it: jobs of one build may bring its patches one by one. */
export function mergeBuild(before: Build | null, given: SubmittedBuild): Build {
  if (before === null || isOther(before, given)) return given;
  return {
    ...before,
    buildID: given.buildID ?? before.buildID,
    attributes: { ...before.attributes, ...given.attributes },
    patches: mergePatches(before.patches, given.patches),
  };
}

function isOther(before: Build, { buildID }: SubmittedBuild): boolean {
  return before.buildID !== null && buildID !== null && before.buildID !== buildID;
}

/** Which comes first decides which is served, so that those that are there keep their places. */
function mergePatches(before: readonly Patch[], given: readonly Patch[]): Patch[] {
  const byOrigin = new Map(before.map((patch) => [originOf(patch), patch]));
  for (const patch of given) byOrigin.set(originOf(patch), patch);
  return [...byOrigin.values()];
}

function originOf({ type, from }: Patch): string {
  return `${type} ${from}`;
}

/** For whom a build is, unlike that of any other of its release. */
export function placeOf({ buildTarget, locale }: Pick<Build, "buildTarget" | "locale">): string {
  return `${buildTarget}/${locale}`;
}
