import { everything, type AllowedDomain, type Configuration } from "@/lib/configuration/configuration";
import { conditionNames } from "@/lib/rules/rule";

import { exportRelease } from "./export-releases";
import { Place, type Finding } from "./finding";
import { versionOrderOf } from "./names";

/** Balrog's data, in the shape that `importBalrog` reads. */
export type BalrogDocument = {
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  readonly releases: readonly Readonly<Record<string, unknown>>[];
  readonly emergency_shutoffs: readonly Readonly<Record<string, unknown>>[];
  readonly pins: readonly Readonly<Record<string, unknown>>[];
  readonly allowlist: Readonly<Record<string, unknown>>;
  readonly specialForceHosts: readonly string[];
};

export type Exported = {
  readonly document: BalrogDocument;
  /** What Balrog has no place for. */
  readonly findings: readonly Finding[];
};

/** Translates a configuration into Balrog's terms. What came from Balrog comes back the same. */
export function exportBalrog(configuration: Configuration): Exported {
  const findings: Finding[] = [];
  const place = new Place(findings, "configuration");
  reportThrottles(configuration, place);
  const document = {
    rules: exportRules(configuration.rules, place.inside("rules")),
    releases: configuration.releases.map((release, i) => exportRelease(release, place.inside("releases", i))),
    emergency_shutoffs: exportShutOffs(configuration.shutOffs, place.inside("shutOffs")),
    pins: configuration.pins,
    allowlist: exportAllowedDomains(configuration.allowedDomains),
    specialForceHosts: configuration.settings.forceHosts,
  };
  return { document, findings };
}

function reportThrottles({ settings, products }: Configuration, place: Place): void {
  const remedy = "Throttle the rules instead";
  const lost = "It is left out: everybody goes on to the rules";
  if (settings.throttle < 100) {
    place.inside("settings", "throttle").error("Balrog has no global throttle", remedy, lost);
  }
  for (const [i, { name, throttle, versionOrder }] of products.entries()) {
    const product = place.inside("products", i);
    if (throttle < 100) {
      product.inside("throttle").error(`${name}: Balrog has no throttle per product`, remedy, lost);
    }
    if (versionOrder !== versionOrderOf(name)) {
      const what = `${name}: Balrog orders the versions of this product otherwise`;
      product.inside("versionOrder").error(what, "Rename the product", "Balrog's order is used");
    }
  }
}

function exportRules(rules: Configuration["rules"], place: Place): BalrogDocument["rules"] {
  const last = Math.max(0, ...rules.map(({ id }) => id ?? 0));
  return rules.flatMap((rule, i) => {
    const { id, updateType, enabled } = rule;
    if (!enabled) {
      const what = "Balrog has no rules that are switched off";
      place.inside(i, "enabled").warning(what, "Switch it on to keep it", "The rule is left out");
      return [];
    }
    const names = [...conditionNames, ...sameNames];
    const same = Object.fromEntries(names.map((name) => [name, rule[name]]));
    return [{ rule_id: id ?? last + i + 1, ...same, update_type: updateType }];
  });
}

const sameNames = ["priority", "alias", "comment", "mapping", "fallbackMapping", "backgroundRate"] as const;

function exportShutOffs(
  shutOffs: Configuration["shutOffs"],
  place: Place,
): BalrogDocument["emergency_shutoffs"] {
  return shutOffs.flatMap(({ product, channel, buildTarget, version, locale, reason }, i) => {
    const isForAll = (buildTarget ?? version ?? locale) === null;
    if (product !== everything && channel !== everything && isForAll) {
      return [{ product, channel, ...(reason === "" ? {} : { comment: reason }) }];
    }
    const what = "Balrog shuts off one channel of one product, for all its clients";
    place
      .inside(i)
      .error(what, "Shut off each channel as a whole", "The shut-off is left out: updates go on");
    return [];
  });
}

function exportAllowedDomains(domains: readonly AllowedDomain[]): Record<string, unknown> {
  const byHost = new Map<string, AllowedDomain[]>();
  for (const domain of [...domains].sort((a, b) => a.position - b.position)) {
    byHost.set(domain.host, [...(byHost.get(domain.host) ?? []), domain]);
  }
  const hosts = [...byHost].map(([host, entries]): [string, unknown] => {
    const [first] = entries;
    if (entries.length === 1 && first?.pathPattern === "") return [host, first.products];
    const byPath = entries.map(({ pathPattern, products }) => [pathPattern || ".*", products] as const);
    return [host, Object.fromEntries<unknown>(byPath)];
  });
  return Object.fromEntries(hosts);
}
