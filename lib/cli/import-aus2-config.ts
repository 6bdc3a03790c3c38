import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { ruleSentence } from "@/lib/rules/sentence";
import { aus2ConfigSchema, type Aus2Config } from "@/lib/snippets/aus2-config";
import { changedFields, planAus2Config, type Aus2Plan, type RuleStep } from "@/lib/snippets/aus2-plan";

import { enact } from "./change";
import { changeOptions, type ChangeOptions } from "./change-options";
import { connect } from "./client";
import { Failure, type ExitStatus } from "./failure";
import { readJsonFile } from "./files";
import type { Io } from "./io";
import { count } from "./output";
import type { CommandGroups } from "./registration";
import { releaseNames } from "./release-names";

/** `aus import aus2-config FILE` */
export function registerAus2Config({ io, importing, run }: CommandGroups): void {
  const command = importing
    .command("aus2-config")
    .description("bring in AUS2's throttles, exempt channels and unsupported platforms, after its snippets")
    .argument("<file>", "what AUS2's config.php says, as JSON: docs/migration.md describes it");
  changeOptions(command).action(
    run((file: string, options: ChangeOptions) => importAus2Config(io, file, options)),
  );
}

async function importAus2Config(io: Io, file: string, options: ChangeOptions): Promise<ExitStatus> {
  const config = readAus2Config(file);
  const client = connect(io);
  const existing = configurationSchema.parse((await client.get("configuration")).body);
  const plan = planAus2Config(config, existing);
  mustHaveRoom(file, plan);
  if (!options.json) io.print(describePlan(plan, existing));
  return enact(
    io,
    client,
    {
      configuration: { rules: plan.steps.map(asRow) },
      mode: "merge",
      reason: `Import of AUS2's configuration in ${file}`,
      question: "Write these changes?",
      about: { file, unused: plan.unused },
    },
    options,
  );
}

/** @throws Failure that says which part is wrong, and how to mend it */
export function readAus2Config(file: string): Aus2Config {
  const parsed = aus2ConfigSchema.safeParse(readJsonFile(file));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    detail: message,
  }));
  const lines = errors.map(({ pointer, detail }) => `  ${file} ${pointer || "/"}: ${detail}`);
  throw new Failure(
    [`${file} is no configuration of AUS2 as docs/migration.md describes it:`, ...lines].join("\n"),
    undefined,
    {
      errors,
    },
  );
}

function mustHaveRoom(file: string, { problems }: Aus2Plan): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${problem}.`);
  throw new Failure([`${file} was not imported:`, ...lines, "Nothing was written."].join("\n"), undefined, {
    problems,
  });
}

function asRow({ before, after }: RuleStep): object {
  if (before?.id === undefined) return after;
  const changed = changedFields(before, after).map((name) => [name, after[name]]);
  return { id: before.id, ...(Object.fromEntries(changed) as object) };
}

function describePlan({ steps, unused }: Aus2Plan, existing: Configuration): string {
  const names = releaseNames(existing.releases);
  const lines = steps.map(({ before, after }) => {
    const what =
      before?.id === undefined ? "new" : after.enabled ? `rule ${before.id}` : `rule ${before.id}, off`;
    return `  ${what}, priority ${after.priority}: ${ruleSentence(after, names)}`;
  });
  const left = unused.map((one) => `  ${one}.`);
  return [
    ...lines,
    ...(left.length > 0 ? ["Not used:", ...left] : []),
    `${count(steps.length, "rule")} to write`,
  ].join("\n");
}
