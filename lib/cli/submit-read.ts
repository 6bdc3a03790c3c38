import type { Fault, FoundPatch } from "@/lib/submissions/assemble";
import { buildTargetsOf } from "@/lib/submissions/build-targets";
import { readPath, type NamedParts } from "@/lib/submissions/pattern";

import type { Io } from "./io";
import { startProgress } from "./output";
import { compareChecksums, readChecksumFiles, type Checksums } from "./submit-checksums";
import { isFault, readFile, type Listed, type ListedFile, type ReadFile } from "./submit-files";
import { usualPatterns, type SubmitOptions } from "./submit-options";
import { judgeMar, partsIn, saidOf, urlOf } from "./submit-said";

/** A file with what it and its name say; the origin of a partial is not looked up yet. */
export type ReadPatch = Omit<FoundPatch, "from"> & {
  /** Null: complete. Else a release's name, a version or a build ID. */
  readonly origin: string | null;
  readonly product: string | null;
};

/** Reads every file and what checksum files say of it. */
export async function readMars(
  io: Io,
  { mars, checksumFiles }: Listed,
  directories: readonly string[],
  options: SubmitOptions,
): Promise<{ patches: ReadPatch[]; faults: Fault[] }> {
  const checksums = readChecksumFiles([...checksumFiles, ...(options.checksums ?? [])], mars, directories);
  const faults = [...checksums.faults];
  const patches: ReadPatch[] = [];
  const progress = startProgress(io, mars.length, "Reading");
  for (const one of mars) {
    const read = await readOne(one, checksums, options);
    patches.push(...read.patches);
    faults.push(...read.faults);
    progress.advance();
  }
  progress.stop();
  return { patches, faults };
}

type ReadOne = { readonly patches: readonly ReadPatch[]; readonly faults: readonly Fault[] };

async function readOne(listed: ListedFile, checksums: Checksums, options: SubmitOptions): Promise<ReadOne> {
  const { file } = listed;
  const named = readPath(listed.path, options.pattern ?? usualPatterns);
  if (!named) {
    const what = "Its name fits no pattern";
    return {
      patches: [],
      faults: [{ file, what, remedy: "Give --pattern, or remove what is no part of it" }],
    };
  }
  const read = await readFile(file, [...new Set(["sha512", ...checksums.algorithms])]);
  if (isFault(read)) return { patches: [], faults: [read] };
  const faults = [
    ...compareChecksums(file, read, checksums),
    ...judgeMar(file, read.mar.product, partsIn(named).version ?? null, options),
  ];
  const place = placeOf(file, named, options);
  if ("what" in place) return { patches: [], faults: [...faults, place] };
  const patches = place.buildTargets.map((buildTarget) =>
    toPatch(listed, { named, read, ...place, buildTarget }, options),
  );
  return { patches, faults };
}

type Place = { readonly buildTargets: readonly string[]; readonly locale: string };

/** For whom a file is, by its name or as it is said. */
function placeOf(file: string, named: NamedParts, { target = {}, ...options }: SubmitOptions): Place | Fault {
  const { locale = options.locale, target: platform } = named;
  const buildTargets =
    platform === undefined ? options.buildTarget?.split(",") : buildTargetsOf(platform, target);
  if (locale === undefined || buildTargets === undefined) {
    const what = `Nothing says its ${locale === undefined ? "locale" : "build target"}`;
    return {
      file,
      what,
      remedy: "Give --locale and --build-target, or a --pattern with {locale} and {target}",
    };
  }
  if (options.locale !== undefined && locale !== options.locale) {
    return {
      file,
      what: `It is for ${locale}, and --locale is ${options.locale}`,
      remedy: "Submit it by itself",
    };
  }
  return { buildTargets, locale };
}

type Named = {
  readonly named: NamedParts;
  readonly read: ReadFile;
  readonly buildTarget: string;
  readonly locale: string;
};

function toPatch(
  listed: ListedFile,
  { named, read, buildTarget, locale }: Named,
  options: SubmitOptions,
): ReadPatch {
  const { product } = read.mar;
  const origin = named.fromRelease ?? named.from ?? null;
  const said = saidOf(partsIn(named), options, product);
  return {
    file: listed.file,
    buildTarget,
    locale,
    buildID: said.buildID,
    version: said.version,
    displayVersion: said.displayVersion,
    type: origin === null ? "complete" : "partial",
    origin,
    product: named.product ?? null,
    size: read.size,
    hashValue: read.hashes["sha512"] ?? "",
    hashFunction: "sha512",
    url: urlOf(options, said, {
      locale,
      target: named.target ?? buildTarget,
      from: origin,
      path: listed.path,
    }),
    mar: product,
  };
}
