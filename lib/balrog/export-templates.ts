import type { ApplicationContent } from "@/lib/releases/release";

import type { Place } from "./finding";
import { mapValues, withEntities } from "./text";

type ByType = ApplicationContent["filenames"];

/** URL templates and the names in them, as one of Balrog's schema versions writes them. */
export function exportTemplates(
  content: ApplicationContent,
  version: number,
  place: Place,
): Record<string, unknown> {
  const { urlTemplates, filenames, bouncerProducts } = content;
  if (version > 3) {
    return {
      fileUrls: mapValues(urlTemplates, ({ complete, partial }) => ({
        completes: mapValues(complete, withEntities),
        partials: mapValues(partial, withEntities),
      })),
    };
  }
  const names = version === 1 ? oneNameEach : namesByFrom;
  return {
    fileUrls: mapValues(urlTemplates, (block, channel) =>
      onlyValue([block.complete, block.partial], place.inside("urlTemplates", channel)),
    ),
    ftpFilenames: names(filenames, place.inside("filenames")),
    bouncerProducts: names(bouncerProducts, place.inside("bouncerProducts")),
  };
}

function namesByFrom({ complete, partial }: ByType): Record<string, unknown> {
  return { completes: mapValues(complete, withEntities), partials: mapValues(partial, withEntities) };
}

function oneNameEach({ complete, partial }: ByType, place: Place): Record<string, unknown> {
  const hasNames = (names: Readonly<Record<string, string>>) => Object.keys(names).length > 0;
  return {
    ...(hasNames(complete) ? { complete: onlyValue([complete], place.inside("complete")) } : {}),
    ...(hasNames(partial) ? { partial: onlyValue([partial], place.inside("partial")) } : {}),
  };
}

/** What is the same for every patch in Balrog's older schemas. */
function onlyValue(records: readonly Readonly<Record<string, string>>[], place: Place): string {
  const values = new Set(records.flatMap((record) => Object.values(record)));
  if (values.size > 1) {
    const what = "Balrog's older schemas have one value for all patches";
    place.error(what, "Write one value, or give patches URLs of their own", "Only the first is kept");
  }
  return withEntities([...values][0] ?? "");
}
