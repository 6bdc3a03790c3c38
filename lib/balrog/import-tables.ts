import { RE2JS, RE2JSException } from "re2js";

import {
  allowedDomainSchema,
  pinSchema,
  shutOffSchema,
  type AllowedDomain,
  type Pin,
  type ShutOff,
} from "@/lib/configuration/configuration";
import { parsePin, pinText } from "@/lib/versions/pin";

import { isObject, type Placed } from "./dump";
import { inside, type Findings, type Place } from "./finding";
import { readPart } from "./read-part";
import { allowlistEntry, pinRow, shutOffRow } from "./row";

export function importPins(
  rows: readonly Placed[],
  releases: ReadonlySet<string>,
  findings: Findings,
): Pin[] {
  const whole = "The pin is left out";
  const keys = new Set<string>();
  return rows.flatMap(({ value, place }) => {
    const row = readPart(pinRow, value, place, findings, { whole });
    if (!row) return [];
    const { product, channel, version, mapping } = row;
    const parsed = parsePin(version);
    const pin = pinSchema.safeParse({
      product,
      channel,
      version: parsed ? pinText(parsed) : version,
      mapping,
    });
    const fault = pin.success ? null : (pin.error.issues[0]?.message ?? "The pin cannot be read");
    const key = JSON.stringify([product, channel, pin.data?.version]);
    if (fault !== null || !pin.success) {
      findings.error(place, fault ?? "", "Correct the pin", whole);
    } else if (!releases.has(mapping)) {
      const what = `The pin ${version} names the release ${mapping}, which is not there`;
      findings.error(inside(place, "mapping"), what, "Add that release, or name another", whole);
    } else if (keys.has(key)) {
      findings.error(place, "Another pin says the same", "Remove one of them", whole);
    } else {
      keys.add(key);
      return [pin.data];
    }
    return [];
  });
}

export function importShutOffs(rows: readonly Placed[], findings: Findings): ShutOff[] {
  const keys = new Set<string>();
  return rows.flatMap(({ value, place }) => {
    const row = readPart(shutOffRow, value, place, findings, { whole: "The shut-off is left out" });
    const key = row && JSON.stringify([row.product, row.channel]);
    if (!row || key === null || keys.has(key)) return [];
    keys.add(key);
    return [
      shutOffSchema.parse({ product: row.product, channel: row.channel, reason: row.comment ?? undefined }),
    ];
  });
}

/** Hosts with their products, or with their products by patterns of paths, which keep their order. */
export function importAllowedDomains(lists: readonly Placed[], findings: Findings): AllowedDomain[] {
  const found = lists.flatMap(({ value, place }) => {
    if (isObject(value)) return Object.entries(value).flatMap((entry) => importHost(entry, place, findings));
    findings.error(place, "Hosts with their products are expected", "Correct the list", "It is ignored");
    return [];
  });
  return [
    ...new Map(found.map((domain) => [JSON.stringify([domain.host, domain.pathPattern]), domain])).values(),
  ];
}

function importHost([host, entry]: [string, unknown], place: Place, findings: Findings): AllowedDomain[] {
  const where = inside(place, host);
  const read = readPart(allowlistEntry, entry, where, findings, { whole: "The host is left out" });
  if (!read) return [];
  if (Array.isArray(read))
    return importDomain({ host, pathPattern: "", products: read, position: 0 }, where, findings);
  return Object.entries(read).flatMap(([pathPattern, products], position) =>
    importDomain({ host, pathPattern, products, position }, inside(where, pathPattern), findings),
  );
}

function importDomain(domain: AllowedDomain, place: Place, findings: Findings): AllowedDomain[] {
  const read = allowedDomainSchema.safeParse(domain);
  const fault = read.success ? patternFault(domain.pathPattern) : (read.error.issues[0]?.message ?? "");
  if (fault === null) return [domain];
  findings.error(place, fault, "Correct the allowed domain", "It is left out");
  return [];
}

function patternFault(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    if (error instanceof RE2JSException) return `The path pattern cannot be read: ${error.message}`;
    throw error;
  }
}
