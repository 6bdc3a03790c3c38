import { Option } from "commander";

import { exportBalrog, type BalrogDocument } from "@/lib/balrog/export";
import type { Finding } from "@/lib/balrog/finding";
import { importBalrog, type BalrogFile, type Imported } from "@/lib/balrog/import";
import { acceptableFindings } from "@/lib/configuration/finding";
import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";

import { readBalrogFiles } from "./balrog-files";
import { isAddress, readLiveBalrog, type LiveOptions } from "./balrog-live";
import { enact } from "./change";
import { connect, type Client } from "./client";
import { Failure, misuse, type ExitStatus } from "./failure";
import { makeDirectory } from "./files";
import type { Io } from "./io";
import { count } from "./output";
import type { CommandGroups } from "./registration";
import { changeOptions, type ChangeOptions } from "./change-options";

/** `aus import balrog SOURCE…` */
export function registerBalrog({ io, importing, run }: CommandGroups): void {
  const command = importing
    .command("balrog")
    .description("bring in rules, releases, shut-offs, pins and allowed domains of a Balrog")
    .argument(
      "<source...>",
      "the address of a Balrog; a file; or a directory of what Balrog's public API answers: rules, and one file per release",
    )
    .option("--replace", "make it the whole configuration: what the data lack is deleted")
    .option("--skip-invalid", "go on without what cannot be taken over, and list it")
    .option("--scenario <id>", "which configuration of a file that holds several, by id or number")
    .option("--mapped", "of an address: only releases that rules map to, and those that these lean on")
    .addOption(
      new Option("--history <n>", "of an address: put so many of each rule's last changes into its comment")
        .argParser(wholeNumber(0, 50))
        .default(0, "none"),
    )
    .option("--keep <directory>", "of an address: keep what is read there, and read what is locked only once")
    .addOption(
      new Option("--parallel <n>", "of an address: requests under way at once")
        .argParser(wholeNumber(1, 32))
        .default(8),
    );
  changeOptions(command).action(
    run((given: string[], options: ImportBalrogOptions) => importSources(io, given, options)),
  );
}

type ImportBalrogOptions = ChangeOptions &
  LiveOptions & { replace?: true; skipInvalid?: true; scenario?: string };

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,3}$/.test(text) ? Number(text) : -1;
    if (number >= least && number <= most) return number;
    throw misuse(`Give a whole number from ${least} to ${most}, not "${text}".`);
  };
}

async function readSources(
  io: Io,
  sources: readonly string[],
  options: ImportBalrogOptions,
): Promise<BalrogFile[]> {
  const files: BalrogFile[] = [];
  if (options.keep !== undefined) makeDirectory(options.keep);
  for (const source of sources) {
    files.push(...(isAddress(source) ? await readLiveBalrog(io, source, options) : readBalrogFiles(source)));
  }
  if (sources.every(isAddress)) {
    io.tell("Balrog's public API lists neither pins nor allowed hosts: give those as a file as well.");
  }
  return files;
}

async function importSources(
  io: Io,
  sources: readonly string[],
  options: ImportBalrogOptions,
): Promise<ExitStatus> {
  const given = sources.join(", ");
  const client = connect(io);
  const files = await readSources(io, sources, options);
  const existing = options.replace ? null : await readExisting(client);
  const imported = importBalrog(files, { scenario: options.scenario ?? null, existing });
  mustBeValid(given, imported, options);
  if (!options.json) io.print(describe(imported));
  const mode = options.replace ? "replace" : "merge";
  return enact(
    io,
    client,
    {
      configuration: imported.configuration,
      mode,
      reason: `Import of Balrog's data in ${given}`,
      // They have been told, and skipped what else cannot be.
      accept: options.skipInvalid ? acceptableFindings : [],
      question: options.replace
        ? "Make this the whole configuration, deleting what the data lack?"
        : "Write these changes?",
      about: { file: given, mode, findings: imported.findings, ...numbers(imported.configuration) },
    },
    options,
  );
}

async function readExisting(client: Client): Promise<Configuration> {
  return configurationSchema.parse((await client.get("configuration")).body);
}

/** @throws Failure that lists everything that stands in the way. */
function mustBeValid(given: string, imported: Imported, { skipInvalid }: ImportBalrogOptions): void {
  const { findings, configuration } = imported;
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  // Skipping everything must not pass for an empty configuration, which would replace all that is there.
  const anything = Object.values(numbers(configuration)).some((found) => found > 0);
  if (skipInvalid && anything) return;
  const message = [
    `${given} was not imported: ${count(errors.length, "problem")}.`,
    ...listed(errors),
    anything
      ? "Nothing was written. Mend these, or add --skip-invalid to go on without them."
      : "Nothing was written, and without these nothing is left to import.",
  ];
  throw new Failure(message.join("\n"), undefined, { findings });
}

function describe({ configuration, findings }: Imported): string {
  const { rules, releases, pins, shutOffs, allowedDomains } = numbers(configuration);
  const found = [
    count(rules, "rule"),
    count(releases, "release"),
    count(pins, "pin"),
    count(shutOffs, "shut-off"),
    count(allowedDomains, "allowed domain"),
  ];
  const bySeverity = (severity: Finding["severity"]) => findings.filter((each) => each.severity === severity);
  return [
    `Read: ${found.join(", ")}.`,
    ...section("Not taken over as it was", bySeverity("error")),
    ...section("Worth a look", bySeverity("warning")),
  ].join("\n");
}

function section(title: string, findings: readonly Finding[]): string[] {
  return findings.length === 0 ? [] : [`${title}:`, ...listed(findings)];
}

/** More than anybody reads on a terminal; `--json` has them all. */
const shown = 100;

function listed(findings: readonly Finding[]): string[] {
  const lines = findings
    .slice(0, shown)
    .map(({ path, what, remedy, consequence }) => `  ${path}\n    ${what}. ${remedy}. ${consequence}.`);
  const rest = findings.length - lines.length;
  return rest > 0 ? [...lines, `  and ${rest} more: see --json`] : lines;
}

/** What Balrog has no place for is told. */
export function inBalrogsShape(io: Io, configuration: unknown): BalrogDocument {
  const { document, findings } = exportBalrog(configurationSchema.parse(configuration));
  if (findings.length > 0) io.tell(section("Not the same in Balrog", findings).join("\n"));
  return document;
}

function numbers(configuration: Configuration) {
  const { rules, releases, pins, shutOffs, allowedDomains } = configuration;
  return {
    rules: rules.length,
    releases: releases.length,
    pins: pins.length,
    shutOffs: shutOffs.length,
    allowedDomains: allowedDomains.length,
  };
}
