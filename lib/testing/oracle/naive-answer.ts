import type { Configuration, ConfiguredRelease, ConfiguredRule } from "@/lib/configuration/configuration";
import type { AddonFile, PluginsContent } from "@/lib/releases/release";

import { fallbackOf, type Client } from "./client";
import { isAllowed } from "./naive-patches";
import { matches } from "./naive-rules";
import { updateXml } from "./naive-update";
import { tag } from "./naive-xml";

export type Expected = { readonly ruleId: string | null; readonly lines: readonly string[] };

const empty: readonly string[] = [];

/** What a client gets, step by step as the protocol tells it. `rand`: what every roll shows. */
export function expectedAnswer(configuration: Configuration, client: Client, rand: number): Expected {
  if (isHeldBack(configuration.settings.throttle, client, rand)) return { ruleId: null, lines: empty };
  return byRules(configuration, client, rand, false);
}

function isHeldBack(rate: number, { force }: Client, rand: number): boolean {
  return force !== "1" && rand >= rate;
}

function byRules(configuration: Configuration, client: Client, rand: number, inBundle: boolean): Expected {
  const product = configuration.products.find(({ name }) => name === client.product);
  const nothing = { ruleId: null, lines: empty };
  if (isOff(configuration, client) || isHeldBack(product?.throttle ?? 100, client, rand)) return nothing;
  const loose = product?.versionOrder === "loose";
  const [rule] = configuration.rules
    .filter((each) => each.enabled && matches(each, client, loose))
    .sort((a, b) => b.priority - a.priority || (a.id ?? 0) - (b.id ?? 0));
  if (!rule) return nothing;
  const release = configuration.releases.find(({ name }) => name === mappingFor(rule, client, rand));
  const circumstances = { rand, type: rule.updateType, loose, inBundle };
  return {
    ruleId: String(rule.id),
    lines: release ? served(configuration, release, client, circumstances) : empty,
  };
}

function isOff({ shutOffs }: Configuration, { product, channel }: Client): boolean {
  const channels = [channel, fallbackOf(channel), "*"];
  return shutOffs.some((off) => ["*", product].includes(off.product) && channels.includes(off.channel));
}

function mappingFor(rule: ConfiguredRule, { force }: Client, rand: number): string | null {
  if (rule.mapping === null || force === "1" || rule.backgroundRate === 100) return rule.mapping;
  return force === "-1" || rand >= rule.backgroundRate ? rule.fallbackMapping : rule.mapping;
}

type Circumstances = {
  readonly rand: number;
  readonly type: string;
  readonly loose: boolean;
  readonly inBundle: boolean;
};

function served(
  configuration: Configuration,
  release: ConfiguredRelease,
  client: Client,
  { rand, type, loose, inBundle }: Circumstances,
): readonly string[] {
  const { content } = release;
  switch (content.kind) {
    case "application":
      return updateXml(configuration, { ...release, content }, client, { type, loose });
    case "desupport":
      return desupportLines(content, client, type);
    case "plugins":
      return inAddons(addonLines(configuration, content, client));
    case "system-addons": {
      const lines = addonLines(configuration, content, client);
      const changes = lines.length > 0 || content.uninstall;
      return changes ? inAddons(lines) : empty;
    }
    case "bundle":
      return inBundle ? empty : inAddons(memberLines(configuration, content, client, rand));
    case "json":
      return empty;
  }
}

function desupportLines(
  { detailsURL: url, displayVersion }: { detailsURL: string; displayVersion: string },
  { locale, version, buildTarget }: Client,
  type: string,
): readonly string[] {
  const detailsURL = url
    .replaceAll("%LOCALE%", locale)
    .replaceAll("%VERSION%", version)
    .replaceAll("%OS%", buildTarget.replace(/_.*/, ""));
  return [`    <update${tag({ type, unsupported: "true", detailsURL, displayVersion })}>`, "    </update>"];
}

function inAddons(lines: readonly string[]): readonly string[] {
  return ["    <addons>", ...lines, "    </addons>"];
}

/** Only what its members would have written inside <addons>. */
function memberLines(
  configuration: Configuration,
  { products, releases }: { products: readonly string[]; releases: readonly string[] },
  client: Client,
  rand: number,
): string[] {
  const answers =
    products.length > 0
      ? products.map((product) => byRules(configuration, { ...client, product }, rand, true).lines)
      : releases.flatMap((name) => {
          const release = configuration.releases.find((each) => each.name === name);
          const member = release && { ...client, product: release.product };
          const circumstances = { rand, type: "minor", loose: false, inBundle: true };
          return release && member ? [served(configuration, release, member, circumstances)] : [];
        });
  return answers.flatMap((lines) => (lines[0] === "    <addons>" ? lines.slice(1, -1) : []));
}

function addonLines(
  configuration: Configuration,
  { addons, hashFunction, kind }: { addons: PluginsContent["addons"]; hashFunction: string; kind: string },
  client: Client,
): string[] {
  const ids = Object.keys(addons).sort();
  return ids.flatMap((id) => {
    const { version, files } = addons[id]!;
    const file = fileFor(files, client.buildTarget);
    if (!file || !isAllowed(configuration, file.url, client.product)) return [];
    const { url, hashValue, size } = file;
    const attributes = tag({ id, URL: url, hashFunction, hashValue, size: String(size), version });
    const mirrors = kind === "plugins" ? file.mirrorURLs : [];
    const allowed = mirrors.filter((mirror) => isAllowed(configuration, mirror, client.product));
    if (allowed.length === 0) return [`        <addon${attributes}/>`];
    return [
      `        <addon${attributes}>`,
      ...allowed.map((mirror) => `            <mirror${tag({ URL: mirror })}/>`),
      "        </addon>",
    ];
  });
}

/** An alias counts for a build target that is named, not for the default. */
function fileFor(files: PluginsContent["addons"][string]["files"], target: string): AddonFile | null {
  const named = files[target];
  const file = named && "alias" in named ? files[named.alias] : (named ?? files["default"]);
  return file && !("alias" in file) ? file : null;
}
