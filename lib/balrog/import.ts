import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";

import { readDump, type Placed } from "./dump";
import { Place, type Finding } from "./finding";
import { reportLinks } from "./import-links";
import { importReleases } from "./import-releases";
import { importRules } from "./import-rules";
import { importAllowedDomains, importPins, importShutOffs } from "./import-tables";
import { deriveChannels, deriveProducts } from "./names";

/** A file as it was read. */
export type BalrogFile = { readonly file: string; readonly document: unknown };

export type ImportOptions = {
  /** Which configuration of a file that holds several, by id or by number from 1. */
  readonly scenario?: string | null;
  /** What is there already and stays: the import adds to it, and may lean on it. */
  readonly existing?: Configuration | null;
};

export type Imported = {
  /** All that could be taken over: the whole only if no finding is an error. */
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
};

/** Translates Balrog's data. Never throws on what the files hold: what cannot be taken over is a finding. */
export function importBalrog(files: readonly BalrogFile[], options: ImportOptions = {}): Imported {
  const findings: Finding[] = [];
  const documents = files.map(({ file, document }) => ({
    value: document,
    place: new Place(findings, file),
  }));
  const existing = options.existing ?? configurationSchema.parse({});
  const dump = readDump(documents, options.scenario ?? null);
  const releases = importReleases(dump);
  const products = new Map(
    [...existing.releases, ...releases.map(({ release }) => release)].map(({ name, product }) => [
      name,
      product,
    ]),
  );
  const read = {
    rules: importRules(dump.rules, products),
    releases: releases.map(({ release }) => release),
    pins: importPins(dump.pins, products),
    allowedDomains: importAllowedDomains(dump.allowlists),
    shutOffs: importShutOffs(dump.shutOffs),
  };
  reportLinks(releases, products, [...read.allowedDomains, ...existing.allowedDomains]);
  const configuration = configurationSchema.parse({
    ...read,
    settings: {
      ...existing.settings,
      forceHosts: [
        ...new Set([...existing.settings.forceHosts, ...dump.forceHosts.flatMap(importForceHosts)]),
      ],
    },
    products: deriveProducts(read).filter(isNew(existing.products)),
    channels: deriveChannels(read.rules).filter(isNew(existing.channels)),
  });
  return { configuration, findings };
}

/** What is there already has its own settings and comment. */
function isNew<Row extends { name: string; product?: string }>(
  existing: readonly Row[],
): (row: Row) => boolean {
  const keys = new Set(existing.map(({ product, name }) => JSON.stringify([product, name])));
  return ({ product, name }) => !keys.has(JSON.stringify([product, name]));
}

function importForceHosts({ value, place }: Placed): string[] {
  if (!Array.isArray(value)) {
    place.error("A list of URL prefixes is expected", "Correct the list", "It is ignored");
    return [];
  }
  return value.flatMap((host: unknown, i) => {
    if (typeof host === "string" && host !== "") return [host];
    place.inside(i).error("A URL prefix is expected", "Correct it", "It is left out");
    return [];
  });
}
