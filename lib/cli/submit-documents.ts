import path from "node:path";

import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { importBlob } from "@/lib/balrog/import-blob";
import type { Fault } from "@/lib/submissions/assemble";
import {
  buildDocumentSchema,
  buildsOf,
  type BuildDocument,
  type PatchDocument,
} from "@/lib/submissions/build-document";

import { Failure } from "./failure";
import { readJsonFile } from "./files";
import { short } from "./submit-checksums";
import { isFault, readFile } from "./submit-files";
import type { SubmitOptions } from "./submit-options";
import type { ReadPatch } from "./submit-read";
import { judgeMar, saidOf, urlOf } from "./submit-said";

export type ReadDocuments = {
  readonly patches: readonly ReadPatch[];
  /** Releases as Balrog's blobs describe them. */
  readonly releases: readonly ConfiguredRelease[];
  /** The release that a document names. */
  readonly release: string | null;
  readonly faults: readonly Fault[];
};

/** Reads what build jobs wrote of their builds: documents of this service, or blobs of Balrog. */
export async function readDocuments(
  files: readonly string[],
  options: SubmitOptions,
): Promise<ReadDocuments> {
  const patches: ReadPatch[] = [];
  const releases: ConfiguredRelease[] = [];
  const faults: Fault[] = [];
  const names = new Set<string>();
  for (const file of files) {
    const document = readJsonFile(file);
    if (isBlob(document)) {
      const read = readBlob(file, document, options);
      releases.push(...read.releases);
      faults.push(...read.faults);
      continue;
    }
    const read = buildDocumentSchema.safeParse(document);
    if (!read.success) {
      faults.push(...faultsOf(file, document));
      continue;
    }
    for (const build of buildsOf(read.data)) {
      if (build.release !== undefined) names.add(build.release);
      const found = await readBuild(file, build, options);
      patches.push(...found.patches);
      faults.push(...found.faults);
    }
  }
  if (names.size > 1) {
    const several = [...names].join(" and ");
    throw new Failure(`These are builds of ${several}: submit one release at a time.`);
  }
  return { patches, releases, release: [...names][0] ?? null, faults };
}

const blobFields = ["schema_version", "blob", "completes", "partials", "complete", "partial"];

function isBlob(document: unknown): document is Record<string, unknown> {
  return typeof document === "object" && document !== null && blobFields.some((field) => field in document);
}

function readBlob(
  file: string,
  document: Record<string, unknown>,
  options: SubmitOptions,
): { releases: ConfiguredRelease[]; faults: Fault[] } {
  const isWhole = "schema_version" in document || "blob" in document;
  const whole = isWhole ? document : wrapped(file, document, options);
  const named = {
    ...whole,
    ...(options.product !== undefined && { product: options.product }),
    ...(options.release !== undefined && "schema_version" in whole && { name: options.release }),
  };
  const { releases, findings } = importBlob({ file, document: named });
  const faults = findings
    .filter(({ severity }) => severity === "error")
    .map(({ path: place, what, remedy }) => ({ file: place, what, remedy }));
  return { releases: [...releases], faults };
}

/** What Balrog's clients submit of a single locale, as a blob with nothing else. */
function wrapped(
  file: string,
  document: Record<string, unknown>,
  { release, product, buildTarget, locale }: SubmitOptions,
): Record<string, unknown> {
  if (release === undefined || product === undefined || buildTarget === undefined || locale === undefined) {
    const missing = "a single locale: give --release, --product, --build-target and --locale";
    throw new Failure(`${file} is Balrog's form of ${missing}.`);
  }
  const platforms = { [buildTarget]: { locales: { [locale]: document } } };
  return { name: release, product, schema_version: 8, platforms };
}

function faultsOf(file: string, document: unknown): Fault[] {
  const isList = typeof document === "object" && document !== null && "builds" in document;
  const [one, several] = buildDocumentSchema.options;
  const { error } = (isList ? several : one).safeParse(document);
  return (error?.issues ?? []).map(({ path: at, message }) => ({
    file: `${file}#/${at.join("/")}`,
    what: message,
    remedy: "Correct it: docs/ci.md describes the form",
  }));
}

async function readBuild(
  document: string,
  build: BuildDocument,
  options: SubmitOptions,
): Promise<{ patches: ReadPatch[]; faults: Fault[] }> {
  const place = placeOf(document, build, options);
  if ("what" in place) return { patches: [], faults: [place] };
  const patches: ReadPatch[] = [];
  const faults: Fault[] = [];
  for (const patch of build.patches) {
    const content = await readContent(document, build, patch, options);
    faults.push(...content.faults);
    if (content.read === null) continue;
    const one = toPatch(content.read, { build, patch, place }, options);
    patches.push(...place.target.split(",").map((target) => ({ ...one, buildTarget: target })));
  }
  return { patches, faults };
}

type Place = { readonly target: string; readonly locale: string };

function placeOf(file: string, build: BuildDocument, options: SubmitOptions): Place | Fault {
  const { buildTarget: target = options.buildTarget, locale = options.locale } = build;
  if (target !== undefined && locale !== undefined) return { target, locale };
  const what = `It does not say its ${locale === undefined ? "locale" : "buildTarget"}`;
  return { file, what, remedy: "Add it, or give --locale and --build-target" };
}

type Content = Pick<ReadPatch, "file" | "size" | "hashValue" | "mar">;

/** The file of a patch, or what is said of it where it is elsewhere. */
async function readContent(
  document: string,
  { version }: BuildDocument,
  patch: PatchDocument,
  options: SubmitOptions,
): Promise<{ read: Content | null; faults: Fault[] }> {
  if (patch.file === undefined) {
    const { size = 0, hash = "" } = patch;
    return { read: { file: document, size, hashValue: hash.toLowerCase(), mar: null }, faults: [] };
  }
  const file = path.join(path.dirname(document), patch.file);
  const read = await readFile(file, [patch.hashFunction]);
  if (isFault(read)) return { read: null, faults: [read] };
  const hash = read.hashes[patch.hashFunction] ?? "";
  const mar = read.mar.product;
  const faults = [
    ...differing(file, document, { size: read.size, hash }, patch),
    ...judgeMar(file, mar, version ?? null, options),
  ];
  return { read: { file, size: read.size, hashValue: hash, mar }, faults };
}

type Described = {
  readonly build: BuildDocument;
  readonly patch: PatchDocument;
  readonly place: Place;
};

function toPatch(content: Content, { build, patch, place }: Described, options: SubmitOptions): ReadPatch {
  const origin = patch.from === "*" ? null : (patch.from ?? null);
  const said = saidOf(build, options, content.mar);
  const at = { ...place, from: origin, path: patch.file ?? "" };
  return {
    ...content,
    buildTarget: place.target,
    locale: place.locale,
    buildID: said.buildID,
    version: said.version,
    displayVersion: said.displayVersion,
    type: patch.type ?? (origin === null ? "complete" : "partial"),
    origin,
    product: build.product ?? null,
    hashFunction: patch.hashFunction,
    url: patch.url ?? (patch.file === undefined ? null : urlOf(options, said, at)),
  };
}

/** Where a file is not what its document says. */
function differing(
  file: string,
  document: string,
  own: { readonly size: number; readonly hash: string },
  { size, hash }: PatchDocument,
): Fault[] {
  const remedy = "Copy it again from the build";
  if (size !== undefined && size !== own.size) {
    return [{ file, what: `It has ${own.size} bytes; ${document} says ${size}`, remedy }];
  }
  if (hash === undefined || hash.toLowerCase() === own.hash) return [];
  return [{ file, what: `Its hash is ${short(own.hash)}; ${document} says ${short(hash)}`, remedy }];
}
