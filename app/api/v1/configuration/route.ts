import { configurationSchema } from "@/lib/configuration/configuration";
import { partialConfigurationSchema } from "@/lib/configuration/partial";
import { exportConfiguration, importConfiguration } from "@/lib/configuration/service";
import { parseInput } from "@/lib/http/parse";
import { adminRoute } from "@/lib/http/route";
import { configurationQuery, importBody as body, importQuery as query } from "@/lib/http/schemas";
import { submitted } from "@/lib/http/submitted";
import { streamConfiguration } from "@/lib/http/stream";
import { configurationAt } from "@/lib/restore/service";

export const GET = adminRoute({ query: configurationQuery }, async ({ actor, query: { at } }) => {
  const { revision, configuration } = await (at === null
    ? exportConfiguration(actor)
    : configurationAt(actor, at));
  return streamConfiguration(configuration, revision);
});

export const PUT = adminRoute(
  { query, body },
  async ({ actor, source, query: { mode, dryRun }, body: given }) => {
    const { reason, accept, override } = given;
    const target =
      mode === "replace"
        ? { mode, configuration: parseInput(configurationSchema, given.configuration, "/configuration") }
        : {
            mode,
            configuration: parseInput(partialConfigurationSchema, given.configuration, "/configuration"),
          };
    return submitted(
      await importConfiguration(actor, {
        target,
        reason,
        source,
        dryRun,
        accept,
        override: override ?? null,
      }),
    );
  },
);
