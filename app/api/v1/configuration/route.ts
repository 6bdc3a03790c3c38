import { z } from "zod";

import { configurationSchema } from "@/lib/configuration/configuration";
import { acceptableFindings } from "@/lib/configuration/finding";
import { partialConfigurationSchema } from "@/lib/configuration/partial";
import { exportConfiguration, importConfiguration } from "@/lib/configuration/service";
import { parseInput } from "@/lib/http/parse";
import { dryRun } from "@/lib/http/query";
import { adminRoute, json } from "@/lib/http/route";
import { streamConfiguration } from "@/lib/http/stream";

export const GET = adminRoute({}, async ({ actor }) => {
  const { revision, configuration } = await exportConfiguration(actor);
  return streamConfiguration(configuration, revision);
});

const query = z.strictObject({ mode: z.enum(["replace", "merge"], "mode is replace or merge"), dryRun });
const body = z.strictObject({
  reason: z.string(),
  configuration: z.unknown(),
  accept: z.array(z.enum(acceptableFindings)).default([]),
});

export const PUT = adminRoute(
  { query, body },
  async ({ actor, source, query: { mode, dryRun }, body: given }) => {
    const { reason, accept } = given;
    const target =
      mode === "replace"
        ? { mode, configuration: parseInput(configurationSchema, given.configuration, "/configuration") }
        : {
            mode,
            configuration: parseInput(partialConfigurationSchema, given.configuration, "/configuration"),
          };
    return json(await importConfiguration(actor, { target, reason, source, dryRun, accept }));
  },
);
