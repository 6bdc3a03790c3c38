import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { releaseSchema } from "@/lib/releases/release";
import type { AttributeGroup, Build, Patch } from "@/lib/releases/release";

import {
  buildTargetAliases,
  buildTargets,
  digest,
  heronLocales,
  localesFor,
  ospreyLocales,
  size,
} from "./cast";

type ApplicationSpec = {
  product: "Heron" | "Osprey";
  /** What the name says after the product: "98.0-build2". */
  build: string;
  version: string;
  displayVersion: string;
  buildID: string;
  /** The releases that partials lead from, newest first. */
  from?: readonly ConfiguredRelease[];
  /** The channels on which files come from the archive, before they reach the download hosts. */
  testChannel: "releasetest" | "betatest";
  /** "<build target> <locale>" that are still to come. */
  missing?: readonly string[];
  targets?: readonly string[];
  attributeGroups?: readonly AttributeGroup[];
  comment?: string;
};

const megabytes = { Heron: { complete: 62, partial: 14 }, Osprey: { complete: 57, partial: 12 } };

/** A release that shipped: URL templates on the release, a build per build target × locale. */
export function application(spec: ApplicationSpec): ConfiguredRelease {
  const name = `${spec.product}-${spec.build}`;
  const groups = spec.attributeGroups ?? [];
  const page = `https://www.heron.example/%LOCALE%/${spec.product.toLowerCase()}/${spec.displayVersion}/releasenotes/`;
  const release = releaseSchema.parse({
    name,
    product: spec.product,
    comment: spec.comment ?? null,
    content: {
      kind: "application",
      attributeOrder: groups.length > 0 ? "name" : "dialect",
      attributes: {
        displayVersion: spec.displayVersion,
        appVersion: spec.version,
        platformVersion: spec.version,
        detailsURL: page,
      },
      attributeGroups: groups,
      ...downloads(spec),
      buildTargets: targetsOf(spec),
    },
  });
  return { ...release, builds: builds(spec) };
}

/** The URL templates and the names that they stand for: the archive for the test channel, download hosts for the rest. */
function downloads({ product, build, from = [], testChannel }: ApplicationSpec) {
  const label = build.replace(/-build\d+$/, "");
  const archive = `https://archive.heron.example/pub/${product.toLowerCase()}/candidates/${build}/update/%OS_FTP%/%LOCALE%/%FILENAME%`;
  const mirrors = "https://download.heron.example/?product=%PRODUCT%&os=%OS_BOUNCER%&lang=%LOCALE%";
  const perSource = (value: (source: string) => string) =>
    Object.fromEntries(from.map(({ name }) => [name, value(versionIn(name))]));
  const template = (url: string) => ({ complete: { "*": url }, partial: perSource(() => url) });
  const file = product.toLowerCase();
  return {
    urlTemplates: { [testChannel]: template(archive), "*": template(mirrors) },
    filenames: {
      complete: { "*": `${file}-${label}.complete.mar` },
      partial: perSource((source) => `${file}-${source}-${label}.partial.mar`),
    },
    bouncerProducts: {
      complete: { "*": `${product}-${label}-Complete` },
      partial: perSource((source) => `${product}-${label}-Partial-${source}`),
    },
  };
}

function versionIn(releaseName: string): string {
  return releaseName.replace(/^[A-Za-z]+-/, "").replace(/-build\d+$/, "");
}

function targetsOf({ targets = Object.keys(buildTargets) }: ApplicationSpec) {
  const own = targets.map((target) => {
    const names = buildTargets[target];
    return [target, { osFtp: names?.osFtp, osBouncer: names?.osBouncer }];
  });
  const aliases = Object.entries(buildTargetAliases)
    .filter(([, target]) => targets.includes(target))
    .map(([alias, target]) => [alias, { alias: target }]);
  return Object.fromEntries([...own, ...aliases]) as Record<string, object>;
}

function builds(spec: ApplicationSpec): Build[] {
  const { targets = Object.keys(buildTargets), missing = [] } = spec;
  const locales = spec.product === "Heron" ? heronLocales : ospreyLocales;
  return targets.flatMap((buildTarget) =>
    localesFor(buildTarget, locales)
      .filter((locale) => !missing.includes(`${buildTarget} ${locale}`))
      .map((locale) => ({
        buildTarget,
        locale,
        buildID: spec.buildID,
        attributes: {},
        patches: patches(spec, buildTarget, locale),
      })),
  );
}

function patches(spec: ApplicationSpec, buildTarget: string, locale: string): Patch[] {
  const scale = buildTargets[buildTarget]?.size ?? 1;
  const sizes = megabytes[spec.product];
  const has = (source: ConfiguredRelease) =>
    source.builds.some((build) => build.buildTarget === buildTarget && build.locale === locale);
  const sources = (spec.from ?? []).filter(has);
  return [
    patch("complete", "*", `${spec.product} ${spec.build} ${buildTarget} ${locale}`, sizes.complete * scale),
    ...sources.map(({ name }, steps) =>
      patch(
        "partial",
        name,
        `${name} ${spec.build} ${buildTarget} ${locale}`,
        sizes.partial * scale * (1 + steps * 0.35),
      ),
    ),
  ];
}

function patch(type: Patch["type"], from: string, seed: string, megabytes: number): Patch {
  return {
    type,
    from,
    size: size(seed, megabytes),
    hashValue: digest(seed),
    hashFunction: null,
    url: null,
    attributes: {},
  };
}

/** A nightly build: its files have URLs of their own and there is one partial, from the night before. */
export function nightly(buildID: string, previous?: ConfiguredRelease): ConfiguredRelease {
  const version = "100.0a1";
  const base = application({
    product: "Heron",
    build: `central-nightly-${buildID}`,
    version,
    displayVersion: version,
    buildID,
    ...(previous ? { from: [previous] } : {}),
    testChannel: "betatest",
  });
  const [year, month, day] = [buildID.slice(0, 4), buildID.slice(4, 6), buildID.slice(6, 8)];
  const folder = `https://archive.heron.example/pub/heron/nightly/${year}/${month}/${year}-${month}-${day}-central`;
  const located = (build: Build, one: Patch): Patch => {
    const os = buildTargets[build.buildTarget]?.osFtp ?? build.buildTarget;
    const source = one.type === "partial" ? `.${previous?.builds[0]?.buildID ?? ""}-${buildID}` : "";
    return { ...one, url: `${folder}/heron-${version}.${build.locale}.${os}${source}.${one.type}.mar` };
  };
  const { content } = base;
  if (content.kind !== "application") throw new Error("A nightly is an application");
  return {
    ...base,
    content: {
      ...content,
      attributes: {
        ...content.attributes,
        detailsURL: "https://www.heron.example/%LOCALE%/heron/nightly/notes/",
      },
      urlTemplates: {},
      filenames: { complete: {}, partial: {} },
      bouncerProducts: { complete: {}, partial: {} },
    },
    builds: base.builds.map((build) => ({
      ...build,
      patches: build.patches.map((one) => located(build, one)),
    })),
  };
}
