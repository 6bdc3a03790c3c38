"use server";

import { z } from "zod";

import { attempt, tell } from "../../editing";
import { tellSubmitted } from "../shown-task";
import type { EditOutcome, Refused } from "@/components/drafts/outcome";
import { requireActor } from "@/lib/access/session";
import type { Counts } from "@/lib/changes/count";
import { partialConfigurationSchema } from "@/lib/configuration/partial";
import { importConfiguration, type Import } from "@/lib/configuration/service";
import { describeRequirement } from "@/lib/policies/requirements";
import { asTask } from "@/lib/tasks/service";
import { importTitle, type Progress } from "@/lib/tasks/task";

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
    const { counts, missing, warnings } = await submit(input, { dryRun: true });
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
    tell(await importAsTask(input)),
  );
}

/** Thousands of builds take their time: whoever leaves the page finds the import again. */
async function importAsTask(input: z.output<typeof importSchema>) {
  const { releases } = input.configuration;
  const builds = releases.reduce((sum, { builds: own }) => sum + own.length, 0);
  const task = {
    kind: "import",
    title: importTitle(releases.map(({ name }) => name)),
    phase: `Checking ${builds === 1 ? "a build" : `${String(builds)} builds`}`,
  } as const;
  const work = (tellHow: (now: Progress) => void) =>
    submit(input, {
      dryRun: false,
      progress: ({ what, done, total }) => {
        tellHow({ phase: what === "entry" ? "Writing the record" : `Writing ${what}s`, done, total });
      },
    });
  return asTask(await requireActor(), task, work, tellSubmitted);
}

async function submit(
  { reason, configuration }: z.output<typeof importSchema>,
  how: Pick<Import, "dryRun" | "progress">,
) {
  return importConfiguration(await requireActor(), {
    target: { mode: "merge", configuration: partialConfigurationSchema.parse(configuration) },
    reason,
    source: "ui",
    ...how,
  });
}
