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
import type { Place } from "./finding";
import { readPart } from "./read-part";
import { allowlistEntry, pinRow, shutOffRow } from "./row";

export function importPins(rows: readonly Placed[], releases: ReadonlyMap<string, string>): Pin[] {
  const pins = new Map<string, Pin>();
  for (const { value, place } of rows) {
    const pin = importPin(value, place);
    if (!pin) continue;
    const key = JSON.stringify([pin.product, pin.channel, pin.version]);
    if (pins.has(key)) place.error("Another pin says the same", "Remove one of them", pinLost);
    else if (isKnown(pin, releases, place.inside("mapping"))) pins.set(key, pin);
  }
  return [...pins.values()];
}

function isKnown(pin: Pin, releases: ReadonlyMap<string, string>, place: Place): boolean {
  const { product, version, mapping } = pin;
  const owner = releases.get(mapping);
  if (owner === undefined) {
    const what = `The pin ${version} names the release ${mapping}, which is not there`;
    place.error(what, "Add that release, or name another", pinLost);
  } else if (owner !== product) {
    const what = `The pin ${version} of ${product} names ${mapping}, a release of ${owner}`;
    place.error(what, `Name a release of ${product}`, "The pin is kept as it is");
  }
  return owner !== undefined;
}

const pinLost = "The pin is left out";

function importPin(value: unknown, place: Place): Pin | null {
  const row = readPart(pinRow, value, place, { whole: pinLost });
  if (!row) return null;
  const { product, channel, version, mapping } = row;
  const parsed = parsePin(version);
  const normal = parsed ? pinText(parsed) : version;
  const pin = pinSchema.safeParse({ product, channel, version: normal, mapping });
  if (pin.success) return pin.data;
  for (const { path, message } of pin.error.issues) {
    place.inside(...path).error(message, `Correct ${String(path[0])}`, pinLost);
  }
  return null;
}

export function importShutOffs(rows: readonly Placed[]): ShutOff[] {
  const keys = new Set<string>();
  return rows.flatMap(({ value, place }) => {
    const row = readPart(shutOffRow, value, place, { whole: "The shut-off is left out" });
    const key = row && JSON.stringify([row.product, row.channel]);
    if (!row || key === null || keys.has(key)) return [];
    keys.add(key);
    return [
      shutOffSchema.parse({ product: row.product, channel: row.channel, reason: row.comment ?? undefined }),
    ];
  });
}

/** Hosts with their products, or with their products by patterns of paths, which keep their order. */
export function importAllowedDomains(lists: readonly Placed[]): AllowedDomain[] {
  const found = lists.flatMap(({ value, place }) => {
    if (isObject(value)) return Object.entries(value).flatMap((entry) => importHost(entry, place));
    place.error("Hosts with their products are expected", "Correct the list", "It is ignored");
    return [];
  });
  return [
    ...new Map(found.map((domain) => [JSON.stringify([domain.host, domain.pathPattern]), domain])).values(),
  ];
}

function importHost([host, entry]: [string, unknown], place: Place): AllowedDomain[] {
  const where = place.inside(host);
  const read = readPart(allowlistEntry, entry, where, { whole: "The host is left out" });
  if (!read) return [];
  if (Array.isArray(read)) return importDomain({ host, pathPattern: "", products: read, position: 0 }, where);
  return Object.entries(read).flatMap(([pathPattern, products], position) =>
    importDomain({ host, pathPattern, products, position }, where.inside(pathPattern)),
  );
}

function importDomain(domain: AllowedDomain, place: Place): AllowedDomain[] {
  const read = allowedDomainSchema.safeParse(domain);
  const fault = read.success ? patternFault(domain.pathPattern) : (read.error.issues[0]?.message ?? "");
  if (fault === null) return [domain];
  place.error(fault, "Correct the allowed domain", "It is left out");
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
