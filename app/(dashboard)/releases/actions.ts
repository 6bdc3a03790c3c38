"use server";

import { z } from "zod";

import { attempt, tell } from "../../editing";
import type { EditOutcome, Refused } from "@/components/drafts/outcome";
import { requireActor } from "@/lib/access/session";
import type { Counts } from "@/lib/changes/count";
import { partialConfigurationSchema } from "@/lib/configuration/partial";
import { importConfiguration } from "@/lib/configuration/service";
import { describeRequirement } from "@/lib/policies/requirements";

const importSchema = z.strictObject({
  reason: z.string().max(10_000),
  configuration: z.strictObject({ releases: partialConfigurationSchema.shape.releases }),
});

export type ImportOutlook = {
  counts: Pick<Counts, "release" | "build">;
  missing: string[];
  warnings: string[];
};

/** What an import of releases would do. */
export async function lookAtImport(
  releases: readonly unknown[],
): Promise<({ done: true } & ImportOutlook) | Refused> {
  const given = { reason: "Preview", configuration: { releases } };
  return attempt(importSchema, given, async (input) => {
    const { counts, missing, warnings } = await submit(input, true);
    return {
      counts: { release: counts.release, build: counts.build },
      missing: missing.map(describeRequirement),
      warnings: warnings.map(({ detail }) => detail),
    };
  });
}

/** Creates or changes releases with their builds; builds that are not in the file stay as they are. */
export async function importReleases(releases: readonly unknown[], reason: string): Promise<EditOutcome> {
  return attempt(importSchema, { reason, configuration: { releases } }, async (input) =>
    tell(await submit(input, false)),
  );
}

async function submit({ reason, configuration }: z.output<typeof importSchema>, dryRun: boolean) {
  return importConfiguration(await requireActor(), {
    target: { mode: "merge", configuration: partialConfigurationSchema.parse(configuration) },
    reason,
    source: "ui",
    dryRun,
  });
}
