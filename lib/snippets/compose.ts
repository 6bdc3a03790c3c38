import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";

import type { DraftBuild } from "./draft";
import { groupBy } from "./group-by";
import type { PlacedPatch, ReleaseNode } from "./release-node";
import { localeForms, type OsNames } from "./template";
import type { ChannelTemplates, UrlPlan } from "./url-plan";

/** Gives a node its final name, which others refer to. */
export type NameOf = (node: ReleaseNode) => string;

/** Writes a node of the plan as a release. */
export function composeRelease(
  node: ReleaseNode,
  patches: readonly PlacedPatch[],
  urls: UrlPlan,
  nameOf: NameOf,
): ConfiguredRelease {
  const drafted = [...(node.draft?.builds.values() ?? [])];
  const hashFunction = commonest(patches.map(({ patch }) => patch.file.hashFunction)) ?? "sha512";
  const attributes = node.draft ? sharedAttributes(drafted) : versionAttributes(node);
  const ofBuild = groupBy(patches, ({ build }) => build);
  const content: ApplicationContent = {
    kind: "application",
    dialect: node.dialect,
    attributeOrder: "dialect",
    attributes,
    attributeGroups: [],
    oldClients: false,
    squashedFor: [],
    hashFunction,
    urlTemplates: composeTemplates(urls.templates, nameOf),
    filenames: { complete: {}, partial: {} },
    bouncerProducts: { complete: {}, partial: {} },
    buildTargets: composeTargets(urls.names),
  };
  const offered = drafted.map((build): Build => {
    const { buildTarget, locale, buildID } = build;
    const placed = (ofBuild.get(build) ?? []).map((one) => composePatch(one, { hashFunction, urls, nameOf }));
    return {
      buildTarget,
      locale,
      buildID,
      attributes: ownAttributes(build, attributes),
      patches: placed.sort((a, b) => Number(a.type === "partial") - Number(b.type === "partial")),
    };
  });
  const sources = [...node.sources.values()].map((build): Build => ({
    ...build,
    attributes: {},
    patches: [],
  }));
  return {
    name: nameOf(node),
    product: node.product,
    readOnly: false,
    comment: null,
    content,
    builds: [...offered, ...sources].sort(byPlace),
  };
}

function byPlace(a: Build, b: Build): number {
  if (a.buildTarget !== b.buildTarget) return a.buildTarget < b.buildTarget ? -1 : 1;
  return a.locale < b.locale ? -1 : 1;
}

function composePatch(
  placed: PlacedPatch,
  { hashFunction, urls, nameOf }: { hashFunction: string; urls: UrlPlan; nameOf: NameOf },
): Patch {
  const { type, from, patch } = placed;
  return {
    type,
    from: from === "*" ? from : nameOf(from),
    size: patch.file.size,
    hashValue: patch.file.hashValue,
    hashFunction: patch.file.hashFunction === hashFunction ? null : patch.file.hashFunction,
    url: urls.ownUrls.get(placed) ?? null,
    attributes: {},
  };
}

function composeTemplates(templates: ChannelTemplates, nameOf: NameOf): ApplicationContent["urlTemplates"] {
  return Object.fromEntries(
    [...templates].map(([channel, block]) => {
      const ofType = (type: PlacedPatch["type"]) =>
        Object.fromEntries(
          [...block].flatMap(([group, template]) =>
            group.type === type ? [[group.from === "*" ? "*" : nameOf(group.from), template]] : [],
          ),
        ) as Record<string, string>;
      return [channel, { complete: ofType("complete"), partial: ofType("partial") }];
    }),
  );
}

function composeTargets({ ftp, bouncer }: OsNames): ApplicationContent["buildTargets"] {
  const targets = [...new Set([...ftp.keys(), ...bouncer.keys()])].sort();
  return Object.fromEntries(
    targets.map((target) => {
      const [osFtp, osBouncer] = [ftp.get(target), bouncer.get(target)];
      return [
        target,
        { ...(osFtp === undefined ? {} : { osFtp }), ...(osBouncer === undefined ? {} : { osBouncer }) },
      ];
    }),
  );
}

/** What a release is called that nobody is offered. */
function versionAttributes({ dialect, version }: ReleaseNode): Record<string, string> {
  return dialect === "gecko-1.8" ? { version, extensionVersion: version } : { appVersion: version };
}

/** What all builds have, with %LOCALE% where that makes them equal. */
function sharedAttributes(builds: readonly DraftBuild[]): Record<string, string> {
  const names = Object.keys(builds[0]?.attributes ?? {}).filter((name) =>
    builds.every(({ attributes }) => attributes[name] !== undefined),
  );
  return Object.fromEntries(
    names.map((name) => {
      const forms = builds.map(({ attributes, locale }) => {
        const value = attributes[name] ?? "";
        return name.endsWith("URL") ? (localeForms(value, locale)[0] ?? value) : value;
      });
      return [name, commonest(forms) ?? ""];
    }),
  );
}

/** Where a build differs from what the release says. */
function ownAttributes(
  { attributes, locale }: DraftBuild,
  shared: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => {
      const said = shared[name];
      const served = name.endsWith("URL") ? said?.replaceAll("%LOCALE%", () => locale) : said;
      return served !== value;
    }),
  );
}

/** The value that occurs most often, of several the first; undefined of nothing. */
function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | undefined;
  for (const [value, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = value;
  }
  return best;
}
