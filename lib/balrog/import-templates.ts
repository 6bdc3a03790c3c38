import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";

import type { ApplicationBlob, PatchNames } from "./blob";
import { mapValues, withoutEntities } from "./text";

type ByFrom = Record<string, string>;
type ByType = { complete: ByFrom; partial: ByFrom };

/** URL templates with the file names and download products that they mention. */
export function importTemplates(
  blob: ApplicationBlob,
  builds: readonly Build[],
): Pick<ApplicationContent, "urlTemplates" | "filenames" | "bouncerProducts"> {
  const sources = {
    complete: sourcesOf("complete", blob, builds),
    partial: sourcesOf("partial", blob, builds),
  };
  return {
    urlTemplates: mapValues(usedBlocks(blob), (block) =>
      typeof block === "string"
        ? forEach(sources, { complete: block, partial: block })
        : {
            complete: mapValues(block.completes ?? {}, withoutEntities),
            partial: mapValues(block.partials ?? {}, withoutEntities),
          },
    ),
    filenames: importNames(blob.ftpFilenames, sources, mentions(blob, "%FILENAME%")),
    bouncerProducts: importNames(blob.bouncerProducts, sources, mentions(blob, "%PRODUCT%")),
  };
}

/** Balrog passes over a channel's empty block. */
function usedBlocks({ fileUrls }: ApplicationBlob): NonNullable<ApplicationBlob["fileUrls"]> {
  const blocks = Object.entries(fileUrls ?? {});
  return Object.fromEntries(
    blocks.filter(([, block]) => (typeof block === "string" ? block !== "" : Object.keys(block).length > 0)),
  );
}

type Sources = Record<Patch["type"], readonly string[]>;

/** Where the patches of a type come from: what a template or name that covers all of them has to cover. */
function sourcesOf(type: Patch["type"], blob: ApplicationBlob, builds: readonly Build[]): string[] {
  const plural = `${type}s` as const;
  const patches = builds.flatMap((build) => build.patches.filter((patch) => patch.type === type));
  const sources = new Set([
    ...(type === "complete" ? ["*"] : []),
    ...patches.map(({ from }) => from),
    ...Object.keys(blob.ftpFilenames?.[plural] ?? {}),
    ...Object.keys(blob.bouncerProducts?.[plural] ?? {}),
  ]);
  return [...sources].sort();
}

function mentions({ fileUrls }: ApplicationBlob, placeholder: string): boolean {
  return Object.values(fileUrls ?? {}).some(
    (block) => typeof block === "string" && block.toUpperCase().includes(placeholder),
  );
}

/** For a name that it lacks, Balrog writes nothing into the URL. */
function importNames(names: PatchNames | null | undefined, sources: Sources, isMentioned: boolean): ByType {
  const empty = isMentioned ? forEach(sources, { complete: "", partial: "" }) : null;
  const single = forEach(sources, { complete: names?.complete, partial: names?.partial });
  return {
    complete: {
      ...empty?.complete,
      ...single.complete,
      ...mapValues(names?.completes ?? {}, withoutEntities),
    },
    partial: { ...empty?.partial, ...single.partial, ...mapValues(names?.partials ?? {}, withoutEntities) },
  };
}

/** One template or name for all patches of a type, told for each of them. */
function forEach(sources: Sources, said: Record<Patch["type"], string | undefined>): ByType {
  const tell = (type: Patch["type"]): ByFrom => {
    const value = said[type];
    if (value === undefined) return {};
    return Object.fromEntries(sources[type].map((from) => [from, withoutEntities(value)]));
  };
  return { complete: tell("complete"), partial: tell("partial") };
}
