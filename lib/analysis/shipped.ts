import type { CompiledBuild, CompiledRelease } from "@/lib/decision/decision";
import type { Snapshot, SnapshotInput } from "@/lib/decision/snapshot";
import { fallbackChannelOf, readVersion, type UpdateQuery } from "@/lib/protocol/request";
import { applicationVersion, type ApplicationContent, type Build } from "@/lib/releases/release";
import { matchesChannel, substringExpression } from "@/lib/rules/match";

/** A release that clients may have, as they would say it. */
export type Shipped = {
  readonly release: string;
  readonly version: string;
  readonly buildID: string;
};

/** Locales of one build target that no rule and no release tells apart. */
export type LocaleGroup = {
  readonly buildTarget: string;
  readonly locales: readonly string[];
  /** What its clients may have, each with how many of the locales have it. */
  readonly shipped: readonly Shipped[];
};

/** The version that a build gives its clients; null where the data do not say. */
export function versionOf({ build, content }: CompiledBuild): string | null {
  return applicationVersion(content.dialect, { ...content.attributes, ...build.attributes });
}

/** Everything of a product that clients may have, in groups that are answered alike. */
export function listShipped(
  snapshot: Snapshot,
  product: string,
  owners: (build: Build) => Shipped | null,
): LocaleGroup[] {
  const releases = applications(snapshot, product);
  const byLocale = localeSignature(snapshot.input, product);
  const hasPaths = snapshot.input.allowedDomains.some(({ pathPattern }) => pathPattern !== "");
  const groups = new Map<string, { buildTarget: string; locales: string[]; shipped: Shipped[] }>();
  for (const { buildTarget, locale } of places(releases)) {
    const builds = releases.flatMap((release) => {
      const build = release.build(buildTarget, locale);
      return build ? [{ release, build }] : [];
    });
    // A release with another one's files leaves its clients with that one.
    const shipped = builds.flatMap(
      ({ release, build }) => owners(build.build) ?? shippedAs(release, build) ?? [],
    );
    const signs = builds.map(
      ({ release, build }) =>
        `${buildSignature(snapshot, release, build)} ${owners(build.build)?.release ?? ""}`,
    );
    const key = [buildTarget, byLocale(locale), hasPaths ? locale : "", ...signs].join("\n");
    const group = groups.get(key);
    if (group) group.locales.push(locale);
    else groups.set(key, { buildTarget, locales: [locale], shipped });
  }
  return [...groups.values()];
}

/** The application releases of a product. */
export function applications({ input, release }: Snapshot, product: string): CompiledRelease[] {
  return input.releases
    .filter((one) => one.product === product && one.content.kind === "application")
    .flatMap(({ name }) => release(name) ?? []);
}

/** Every build target, those that stand for another one's builds too, with its locales. */
export function places(
  releases: readonly CompiledRelease[],
): { readonly buildTarget: string; readonly locale: string }[] {
  const found = new Map<string, { buildTarget: string; locale: string }>();
  const add = (buildTarget: string, locale: string) =>
    found.set(`${buildTarget}\n${locale}`, { buildTarget, locale });
  for (const { release } of releases) {
    const aliases = aliasesOf(release.content as ApplicationContent);
    for (const { buildTarget, locale } of release.builds) {
      add(buildTarget, locale);
      for (const name of aliases.get(buildTarget) ?? []) add(name, locale);
    }
  }
  return [...found.values()];
}

function aliasesOf({ buildTargets }: ApplicationContent): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [name, { alias }] of Object.entries(buildTargets)) {
    if (alias !== undefined) names.set(alias, [...(names.get(alias) ?? []), name]);
  }
  return names;
}

export function shippedAs({ release }: CompiledRelease, build: CompiledBuild): Shipped | null {
  const version = versionOf(build);
  return version === null ? null : { release: release.name, version, buildID: build.build.buildID ?? "" };
}

function buildSignature({ isAllowed }: Snapshot, { release, index }: CompiledRelease, build: CompiledBuild) {
  const patches = build.build.patches.map(({ type, from, url }) => {
    const host = url === null ? "template" : isAllowed(url, release.product);
    return `${type} ${from} ${host}`;
  });
  return [index, versionOf(build), build.build.buildID, ...patches].join(" ");
}

/** What rules, shut-offs and groups of attributes say of a locale: equal for locales that none tells apart. */
function localeSignature(
  { rules, shutOffs, releases }: SnapshotInput,
  product: string,
): (locale: string) => string {
  const ofRules = rules
    .filter((rule) => rule.enabled && (rule.product === null || rule.product === product))
    .map(({ locale }) => locale);
  const ofGroups = releases.flatMap(({ content }) =>
    content.kind === "application" ? content.attributeGroups.map((group) => group.for.locales?.join()) : [],
  );
  const all = [...ofRules, ...shutOffs.map(({ locale }) => locale), ...ofGroups];
  const lists = new Set(all.flatMap((list) => list ?? []));
  const sets = [...lists].map((list) => new Set(list.split(",")));
  return (locale) => sets.map((set) => (set.has(locale) ? "1" : "0")).join("");
}

const ordinarySystems: readonly (readonly [string, string])[] = [
  ["WINNT", "Windows_NT 10.0"],
  ["Darwin", "Darwin 24.0.0"],
  ["Linux", "Linux 6.1.0 (GTK 3.24.38)"],
  ["Android", "Android 14"],
];

/** What an ordinary client of a build target says of its system. */
export function ordinarySystem(buildTarget: string): string {
  return ordinarySystems.find(([prefix]) => buildTarget.startsWith(prefix))?.[1] ?? "unknown";
}

const systemName = /^(Windows|Linux|Darwin|Android)/;

/** Systems that the rules for a channel tell apart on a build target, the ordinary one first. */
export function systemsOf(
  { input }: Snapshot,
  { product, channel }: { product: string; channel: string },
  buildTarget: string,
): string[] {
  const client = { channel, fallbackChannel: fallbackChannelOf(channel) };
  const conditions = input.rules.flatMap((rule) =>
    rule.enabled &&
    rule.osVersion !== null &&
    (rule.product === null || rule.product === product) &&
    (rule.buildTarget === null || rule.buildTarget === buildTarget) &&
    (rule.channel === null || matchesChannel(rule.channel, client))
      ? [rule.osVersion]
      : [],
  );
  const ordinary = ordinarySystem(buildTarget);
  const named = conditions.flatMap((text) => text.split(",").map((terms) => systemWith(terms, ordinary)));
  const matchers = [...new Set(conditions)].map(substringExpression);
  const bySignature = new Map<string, string>();
  for (const system of [ordinary, ...named]) {
    if (system === null) continue;
    const signature = matchers.map((matches) => (matches(system) ? "1" : "0")).join("");
    if (!bySignature.has(signature)) bySignature.set(signature, system);
  }
  return [...bySignature.values()];
}

/** A system with all the terms; null where a build for another kind of system would run on it. */
function systemWith(terms: string, ordinary: string): string | null {
  const parts = terms.split("&&").map((term) => term.trim());
  const name = parts.find((term) => systemName.test(term));
  if (name === undefined) return [ordinary, ...parts].join(" ");
  const family = systemName.exec(ordinary)?.[0];
  if (family !== undefined && !name.startsWith(family)) return null;
  return [name, ...parts.filter((term) => term !== name)].join(" ");
}

/** What an ordinary client says beside what it is: plenty of memory, no distribution, no special features. */
export function ordinaryClient(
  fields: Pick<
    UpdateQuery,
    "product" | "channel" | "version" | "buildID" | "buildTarget" | "locale" | "osVersion"
  >,
  force: UpdateQuery["force"],
): UpdateQuery {
  return {
    form: "xml",
    queryVersion: 6,
    fallbackChannel: fallbackChannelOf(fields.channel),
    distribution: "default",
    distVersion: "default",
    instructionSet: "SSE4_2",
    memory: 16_384,
    jaws: false,
    headerArchitecture: "Intel",
    mig64: null,
    force,
    pin: null,
    read: readVersion(fields.version),
    ...fields,
  };
}

/** The path that such a client asks for. */
export function pathOf(query: UpdateQuery): string {
  const { product, version, buildID, buildTarget, locale, channel, osVersion } = query;
  const system = encodeURIComponent(encodeURIComponent(osVersion));
  const said = [product, version, buildID || "0", buildTarget, locale, channel].map(encodeURIComponent);
  const force = query.force === null ? "" : `?force=${query.force}`;
  return `/update/6/${said.join("/")}/${system}/ISET:SSE4_2,MEM:16384,JAWS:0/default/default/update.xml${force}`;
}
