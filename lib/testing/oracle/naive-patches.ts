import type { Configuration, ConfiguredRelease } from "@/lib/configuration/configuration";
import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";

import { fallbackOf, type Client } from "./client";

export type Application = Omit<ConfiguredRelease, "content"> & { readonly content: ApplicationContent };

/** A host is allowed for products; with a path pattern, only paths that match it as a whole. */
export function isAllowed(configuration: Configuration, url: string, product: string): boolean {
  const [, host, path = ""] = /^https?:\/\/([^/?]+)([^?]*)/.exec(url) ?? [];
  const entry = configuration.allowedDomains
    .filter((domain) => domain.host === host)
    .sort((a, b) => a.position - b.position)
    .find(({ pathPattern }) => pathPattern === "" || new RegExp(`^(?:${pathPattern})$`).test(path));
  return entry?.products.includes(product) ?? false;
}

/** The build for a client, its build target's alias resolved. */
export function buildFor(release: Application, client: Client): Build | null {
  const target = targetOf(release, client.buildTarget);
  return (
    release.builds.find((build) => build.buildTarget === target && build.locale === client.locale) ?? null
  );
}

export function targetOf({ content }: Application, buildTarget: string): string {
  return content.buildTargets[buildTarget]?.alias ?? buildTarget;
}

type Served = { readonly patch: Patch; readonly url: string };

/** "no URL": a patch that applies has none, and no other could be served. */
export function firstPatch(
  configuration: Configuration,
  release: Application,
  build: Build,
  type: Patch["type"],
  client: Client,
): Served | "none" | "no URL" {
  let lacksUrl = false;
  for (const patch of build.patches.filter((each) => each.type === type)) {
    if (!applies(configuration, release, build, patch, client)) continue;
    const url = patch.url ?? templateUrl(release, build, patch, client);
    if (url === null) lacksUrl = true;
    else if (isAllowed(configuration, url, client.product)) {
      return { patch, url: forced(configuration, url, client) };
    }
  }
  return lacksUrl ? "no URL" : "none";
}

function applies(
  configuration: Configuration,
  release: Application,
  build: Build,
  patch: Patch,
  client: Client,
): boolean {
  if (patch.from === "*") return true;
  const source = configuration.releases.find(({ name }) => name === patch.from);
  if (source?.content.kind !== "application") return false;
  const { buildTargets } = release.content;
  const targets = [
    build.buildTarget,
    ...Object.keys(buildTargets).filter((name) => buildTargets[name]?.alias === build.buildTarget),
  ].map((target) =>
    source.content.kind === "application" ? (source.content.buildTargets[target]?.alias ?? target) : target,
  );
  return source.builds.some(
    (each) =>
      targets.includes(each.buildTarget) && each.locale === client.locale && each.buildID === client.buildID,
  );
}

function templateUrl({ content }: Application, build: Build, patch: Patch, client: Client): string | null {
  const { urlTemplates, filenames, bouncerProducts, buildTargets } = content;
  const channel = [client.channel, fallbackOf(client.channel), "*"].find((name) => {
    const block = urlTemplates[name];
    return block && Object.keys({ ...block.complete, ...block.partial }).length > 0;
  });
  const template = channel === undefined ? undefined : urlTemplates[channel]?.[patch.type][patch.from];
  if (template === undefined) return null;
  const target = buildTargets[build.buildTarget];
  const values: [string, string | undefined][] = [
    ["LOCALE", client.locale],
    ["OS_FTP", target?.osFtp],
    ["OS_BOUNCER", target?.osBouncer],
    ["FILENAME", filenames[patch.type][patch.from]],
    ["PRODUCT", bouncerProducts[patch.type][patch.from]],
  ];
  let url = template;
  for (const [name, value] of values) {
    for (const placeholder of [`%${name}%`, `%${name.toLowerCase()}%`]) {
      if (!url.includes(placeholder)) continue;
      if (value === undefined) return null;
      url = url.split(placeholder).join(value);
    }
  }
  return url;
}

export function forced({ settings }: Configuration, url: string, { force }: Client): string {
  if (force === null || !settings.forceHosts.some((prefix) => url.startsWith(prefix))) return url;
  return url.includes("?") ? `${url}&force=${force}` : `${url}?force=${force}`;
}
