import fs from "node:fs";

import type { Build, Release } from "@/lib/releases/release";
import { assemble, versionAttributes, type Assembled, type Fault } from "@/lib/submissions/assemble";

import { connect, type Client } from "./client";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { endWritten } from "./outcome";
import { count, printJson } from "./output";
import { ApiFailure } from "./problem";
import type { ReleaseLine } from "./read-releases";
import type { CommandGroups } from "./registration";
import { describeSignOffs } from "./requirement";
import { readDocuments, type ReadDocuments } from "./submit-documents";
import { listGiven } from "./submit-files";
import { submitOptions, type SubmitOptions } from "./submit-options";
import { resolveOrigins } from "./submit-origins";
import { readMars, type ReadPatch } from "./submit-read";
import { filled } from "./submit-said";
import type { Written } from "./written";

/** `aus submit PATH…` */
export function registerSubmit({ io, program, run }: CommandGroups): void {
  const command = program
    .command("submit")
    .description("add builds to a release, from what a build leaves behind")
    .argument(
      "<path...>",
      "directories and .mar files with their checksum files, or .json files of builds or blobs",
    )
    .addHelpText(
      "after",
      "\nEvery file is checked before anything is submitted. What is there already is left as it is: the same once more" +
        "\nchanges nothing, and any number of jobs may submit to one release at once. docs/ci.md has examples.",
    );
  submitOptions(command).action(run((given: string[], options: SubmitOptions) => submit(io, given, options)));
}

/** What is to be sent. */
type Submission = {
  readonly release: string;
  /** What it is to be if it is not there; null: it has to be. */
  readonly create: Pick<Release, "product" | "content"> | null;
  readonly builds: readonly Build[];
};

async function submit(io: Io, given: readonly string[], options: SubmitOptions): Promise<ExitStatus> {
  const listed = listGiven(given);
  const directories = given.filter((one) => fs.statSync(one).isDirectory());
  const mars = await readMars(io, listed, directories, options);
  const documents = await readDocuments(listed.documents, options);
  const patches = [...mars.patches, ...documents.patches];
  const read: Read = { ...documents, patches };
  refuseFaults(given, [...mars.faults, ...documents.faults]);
  const client = connect(io);
  const submission = read.releases.length > 0 ? ofBlobs(read) : await ofPatches(client, given, read, options);
  return send(io, client, submission, options);
}

type Read = Omit<ReadDocuments, "faults">;

const mostTold = 50;

/** @throws Failure that names each file, what is wrong with it, and the remedy */
function refuseFaults(given: readonly string[], faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const lines = faults
    .slice(0, mostTold)
    .map(({ file, what, remedy }) => `  ${file}\n    ${what}. ${remedy}.`);
  const rest = faults.length - lines.length;
  throw new Failure(
    [
      `${given.join(", ")}: nothing was submitted, for ${count(faults.length, "problem")}.`,
      ...lines,
      ...(rest > 0 ? [`  and ${rest} more: see --json`] : []),
    ].join("\n"),
    undefined,
    { problems: faults },
  );
}

/** Blobs say all of their release themselves; several of one release are joined. */
function ofBlobs({ releases, patches }: Read): Submission {
  const [first, ...others] = releases;
  if (!first || patches.length > 0 || others.some(({ name }) => name !== first.name)) {
    const names = [...new Set(releases.map(({ name }) => name))].join(" and ");
    throw new Failure(`Submit one release at a time, and blobs by themselves: these are of ${names}.`);
  }
  const { name, product, content } = first;
  return { release: name, create: { product, content }, builds: releases.flatMap(({ builds }) => builds) };
}

async function ofPatches(
  client: Client,
  given: readonly string[],
  { patches, release: said }: Read,
  options: SubmitOptions,
): Promise<Submission> {
  const name = releaseName(patches, said, options);
  const releases = await releasesOf(client, name, patches, options);
  const existing = releases.find((one) => one.name === name);
  const product = options.product ?? existing?.product ?? onlyProduct(patches);
  if (product === null) throw misuse(`There is no release ${name} yet: say its product with --product.`);
  const { found, faults } = resolveOrigins(patches, { releases, product, template: options.fromRelease });
  const { rolling = false } = options;
  const { assembled, faults: others } = assemble(found, { rolling });
  refuseFaults(given, [...ofOtherProducts(patches, product), ...faults, ...others]);
  if (!existing) mustBeWhole(name, assembled, options);
  return {
    release: name,
    create: { product, content: contentOf(assembled, options) },
    builds: assembled.builds,
  };
}

function releaseName(patches: readonly ReadPatch[], said: string | null, options: SubmitOptions): string {
  const template = options.release ?? said;
  if (template === null) throw misuse("Say which release it is with --release.");
  const [first] = patches;
  return filled("--release", template, {
    product: options.product ?? first?.product ?? null,
    version: first?.version ?? null,
    buildID: first?.buildID ?? null,
  });
}

/** The release itself if it is there, and those that partials may update from. */
async function releasesOf(
  client: Client,
  name: string,
  patches: readonly ReadPatch[],
  { product }: SubmitOptions,
): Promise<ReleaseLine[]> {
  const ask = async (query: string) =>
    (await client.get<{ releases: ReleaseLine[] }>(`releases?${query}`)).body.releases;
  const own = await ask(`release=${encodeURIComponent(name)}`);
  const owner = product ?? own[0]?.product ?? onlyProduct(patches);
  if (owner === null || patches.every(({ origin }) => origin === null)) return own;
  return [...own, ...(await ask(`product=${encodeURIComponent(owner)}`)).filter((one) => one.name !== name)];
}

/** As documents name it; file names write products as they like. */
function onlyProduct(patches: readonly ReadPatch[]): string | null {
  const named = new Set(
    patches.filter(({ mar, product }) => mar === null && product !== null).map(({ product }) => product),
  );
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

function ofOtherProducts(patches: readonly ReadPatch[], product: string): Fault[] {
  const letters = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return patches.flatMap(({ file, product: named }) => {
    if (named === null || letters(named) === letters(product)) return [];
    const remedy = "Remove it, or write its name out in --pattern instead of {product}";
    return [{ file, what: `It is of ${named}, and the release is of ${product}`, remedy }];
  });
}

/** @throws Failure unless all is said that a new release needs */
function mustBeWhole(name: string, { builds, version }: Assembled, { url }: SubmitOptions): void {
  const missing = [
    ...(version === null ? ["its version with --app-version"] : []),
    ...(builds.some(({ buildID }) => buildID === null) ? ["the build ID with --build-id"] : []),
    ...(url === undefined && builds.some(({ patches }) => patches.some((patch) => patch.url === null))
      ? ["where its files will be with --url"]
      : []),
  ];
  if (missing.length > 0) throw misuse(`There is no release ${name} yet: say ${missing.join(", and ")}.`);
}

function contentOf(assembled: Assembled, { rolling, details }: SubmitOptions): Release["content"] {
  const attributes = {
    ...(rolling ? {} : versionAttributes(assembled)),
    ...(details !== undefined && { detailsURL: details }),
  };
  return { kind: "application", attributes } as Release["content"];
}

async function send(
  io: Io,
  client: Client,
  { release, create, builds }: Submission,
  options: SubmitOptions,
): Promise<ExitStatus> {
  const { dryRun = false, json, override } = options;
  const path = `releases/${encodeURIComponent(release)}/builds${dryRun ? "?dryRun=1" : ""}`;
  const reason = options.reason ?? `Builds of ${release}`;
  const body = {
    reason,
    release: create,
    builds,
    ...(override !== undefined && { override: { reason: override } }),
  };
  const written = await client.send<Written>("POST", path, body).then(
    (answer) => answer.body,
    (error: unknown) => {
      throw error instanceof ApiFailure
        ? error.located((pointer) => placeOf(pointer, release, builds))
        : error;
    },
  );
  const about = { release, builds: builds.length };
  if (!json) io.print(describe(release, builds, written, placeNames(release, builds)).join("\n"));
  if (!dryRun) return endWritten(io, client, { written, about }, options);
  if (json) printJson(io, { ...about, ...written, dryRun });
  else io.print("Dry run: nothing was written.");
  return exitStatus.done;
}

type Locate = (pointer: string) => string;

const placeNames =
  (release: string, builds: readonly Build[]): Locate =>
  (pointer) =>
    placeOf(pointer, release, builds);

function describe(
  release: string,
  builds: readonly Build[],
  { counts, warnings = [], requirements = [], missing = [] }: Written,
  locate: Locate,
): string[] {
  const { created = 0, updated = 0, unchanged = 0 } = counts["build"] ?? {};
  const files = builds.reduce((sum, { patches }) => sum + patches.length, 0);
  return [
    ...warnings.map(({ pointer, detail }) => `Warning: ${locate(pointer)}: ${detail}`),
    `${release}: ${count(files, "file")} in ${count(builds.length, "build")}: ${created} new, ${updated} changed, ${unchanged} there already.`,
    ...describeSignOffs(requirements, missing),
  ];
}

/** `/builds/3/patches/0/url` → `Linux_x86_64-gcc3 de patches/0/url`. */
function placeOf(pointer: string, release: string, builds: readonly Build[]): string {
  if (pointer.startsWith("/release")) return release;
  const [, index, rest = ""] = /^\/builds\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? [];
  const build = index === undefined ? undefined : builds[Number(index)];
  return build ? `${build.buildTarget} ${build.locale} ${rest}`.trimEnd() : pointer;
}
