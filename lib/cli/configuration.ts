import { configurationSchema } from "@/lib/configuration/configuration";
import { partialConfigurationSchema } from "@/lib/configuration/partial";

import { inBalrogsShape } from "./balrog";
import { enact } from "./change";
import { changeOptions, type ChangeOptions } from "./change-options";
import { connect } from "./client";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import { readJsonFile, writeTextFile } from "./files";
import type { Io } from "./io";
import { count, printJson } from "./output";
import type { CommandGroups } from "./registration";
import { readInstant } from "./times";

/** `aus export FILE` and `aus import FILE`. */
export function registerConfiguration({ io, program, importing, run }: CommandGroups): void {
  program
    .command("export")
    .description("write the whole configuration to a file")
    .argument("<file>", "where to write it; - is standard output")
    .option("--balrog", "write it in Balrog's shape")
    .option("--at <instant>", 'as it was then: a revision, a time such as 2026-11-26T12:00Z, or "3h ago"')
    .option("--json", "print what was written as JSON")
    .action(run((file: string, options: ExportOptions) => exportFile(io, file, options)));
  const command = importing
    .argument("[file]", "a configuration as `aus export` writes it")
    .option("--replace", "make it the whole configuration: what the file lacks is deleted");
  changeOptions(command).action(
    run(async (file: string | undefined, options: ImportOptions) =>
      file === undefined ? importing.help({ error: true }) : importFile(io, file, options),
    ),
  );
}

type ExportOptions = { balrog?: true; at?: string; json?: true };
type ImportOptions = ChangeOptions & { replace?: true };

async function exportFile(io: Io, file: string, { balrog, at, json }: ExportOptions): Promise<ExitStatus> {
  const query = at === undefined ? "" : `?at=${encodeURIComponent(readInstant(at, "--at", io.now()))}`;
  const { body, revision } = await connect(io).get(`configuration${query}`);
  const text = `${JSON.stringify(balrog ? inBalrogsShape(io, body) : body, null, 2)}\n`;
  if (file === "-") {
    io.print(text.trimEnd());
    return exitStatus.done;
  }
  writeTextFile(file, text);
  const configuration = configurationSchema.parse(body);
  const numbers = { rules: configuration.rules.length, releases: configuration.releases.length };
  if (json) printJson(io, { file, revision, ...numbers });
  else io.print(`${file}: ${count(numbers.rules, "rule")}, ${count(numbers.releases, "release")}.`);
  return exitStatus.done;
}

async function importFile(io: Io, file: string, options: ImportOptions): Promise<ExitStatus> {
  const mode = options.replace ? "replace" : "merge";
  const configuration = readConfiguration(file, mode);
  return enact(
    io,
    connect(io),
    {
      configuration,
      mode,
      file,
      reason: `Import of ${file}`,
      question:
        mode === "replace"
          ? "Make this the whole configuration, deleting what the file lacks?"
          : "Write these changes?",
      about: { file, mode },
    },
    options,
  );
}

/** Checked here as well as by the service, so that a complaint names the file. */
function readConfiguration(file: string, mode: "merge" | "replace"): unknown {
  const data = readJsonFile(file);
  const schema = mode === "replace" ? configurationSchema : partialConfigurationSchema;
  const result = schema.safeParse(data);
  if (result.success) return data;
  const errors = result.error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    detail: message,
  }));
  const lines = errors.map(({ pointer, detail }) => `  ${file} ${pointer || "/"}: ${detail}`);
  throw new Failure([`${file} is no configuration:`, ...lines].join("\n"), undefined, { errors });
}
