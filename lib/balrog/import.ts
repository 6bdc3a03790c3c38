import {
  configurationSchema,
  type AllowedDomain,
  type Configuration,
} from "@/lib/configuration/configuration";

import { readDump, type BalrogFile, type Placed } from "./dump";
import { Findings, inside, type Finding } from "./finding";
import { reportLinks } from "./import-links";
import { importReleases } from "./import-releases";
import { importRules } from "./import-rules";
import { importAllowedDomains, importPins, importShutOffs } from "./import-tables";
import { deriveChannels, deriveProducts } from "./names";

export type ImportOptions = {
  /** Which configuration of a file that holds several, by id or by number from 1. */
  readonly scenario?: string | null;
  /** What is there already and stays: imported rules may map to these releases, and URLs use these domains. */
  readonly existing?: {
    readonly releases: ReadonlySet<string>;
    readonly allowedDomains: readonly AllowedDomain[];
  };
};

export type Imported = {
  /** All that could be taken over: the whole only if no finding is an error. */
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
};

/** Translates Balrog's data. Never throws on what the files hold: what cannot be taken over is a finding. */
export function importBalrog(files: readonly BalrogFile[], options: ImportOptions = {}): Imported {
  const findings = new Findings();
  const { existing } = options;
  const dump = readDump(files, options.scenario ?? null, findings);
  const releases = importReleases(dump, findings);
  const names = new Set([...releases.map(({ release }) => release.name), ...(existing?.releases ?? [])]);
  const read = {
    rules: importRules(dump.rules, names, findings),
    releases: releases.map(({ release }) => release),
    pins: importPins(dump.pins, names, findings),
    allowedDomains: importAllowedDomains(dump.allowlists, findings),
    shutOffs: importShutOffs(dump.shutOffs, findings),
  };
  reportLinks(releases, names, [...read.allowedDomains, ...(existing?.allowedDomains ?? [])], findings);
  const configuration = configurationSchema.parse({
    ...read,
    settings: { forceHosts: dump.forceHosts.flatMap((list) => importForceHosts(list, findings)) },
    products: deriveProducts(read),
    channels: deriveChannels(read.rules),
  });
  return { configuration, findings: findings.list };
}

function importForceHosts({ value, place }: Placed, findings: Findings): string[] {
  if (!Array.isArray(value)) {
    findings.error(place, "A list of URL prefixes is expected", "Correct the list", "It is ignored");
    return [];
  }
  return value.flatMap((host: unknown, i) => {
    if (typeof host === "string" && host !== "") return [host];
    findings.error(inside(place, i), "A URL prefix is expected", "Correct it", "It is left out");
    return [];
  });
}
