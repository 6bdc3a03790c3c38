import type { Configuration } from "@/lib/configuration/configuration";
import type { ApplicationContent, AttributeGroup, Build, Patch } from "@/lib/releases/release";

import { fallbackOf, type Client } from "./client";
import { buildFor, firstPatch, type Application } from "./naive-patches";
import { matchesChannel, matchesText } from "./naive-rules";
import { compare, matchesVersionItem, sortKey } from "./naive-versions";
import { tag } from "./naive-xml";

type Circumstances = { readonly type: string; readonly loose: boolean };

/** The lines of an update inside <updates>; none when there is none. */
export function updateXml(
  configuration: Configuration,
  mapped: Application,
  client: Client,
  { type, loose }: Circumstances,
): readonly string[] {
  const release = pinned(configuration, mapped, client);
  const build = release && buildFor(release, client);
  if (!build || !isUpgrade(release, build, client, loose)) return [];
  const complete = firstPatch(configuration, release, build, "complete", client);
  const partial = firstPatch(configuration, release, build, "partial", client);
  if (complete === "no URL") return [];
  const patches = [
    { type: "complete", served: complete },
    { type: "partial", served: partial },
  ].flatMap(({ type: patchType, served }) =>
    typeof served === "string"
      ? []
      : [`        <patch${tag(patchAttributes(release.content, patchType, served))}/>`],
  );
  return [
    `    <update${tag(updateAttributes(release, build, client, { type, loose }))}>`,
    ...patches,
    "    </update>",
  ];
}

function patchAttributes(
  { hashFunction }: ApplicationContent,
  type: string,
  { patch, url }: { patch: Patch; url: string },
) {
  return {
    type,
    URL: url,
    hashFunction: patch.hashFunction ?? hashFunction,
    hashValue: patch.hashValue,
    size: String(patch.size),
    ...patch.attributes,
  };
}

/** The release that a pin asks for instead, if the mapped one is beyond it; null when there is nothing to serve. */
function pinned(configuration: Configuration, mapped: Application, client: Client): Application | null {
  const { pin, product, channel } = client;
  const build = buildFor(mapped, client);
  if (!build || pin === null || !isBeyond(versionOf(mapped, build) ?? "", pin)) return mapped;
  const row = configuration.pins.find(
    (each) => each.product === product && each.channel === fallbackOf(channel) && each.version === pin,
  );
  if (!row) return mapped;
  const release = configuration.releases.find(({ name }) => name === row.mapping);
  return release?.content.kind === "application" ? { ...release, content: release.content } : null;
}

function isBeyond(version: string, pin: string): boolean {
  const parts = pin.split(".").slice(0, -1).map(Number);
  const numbers = (sortKey(version) ?? "").split(".").map(Number);
  const at = parts.findIndex((part, i) => numbers[i] !== part);
  return at >= 0 && (numbers[at] ?? 0) > (parts[at] ?? 0);
}

function versionOf({ content }: Application, build: Build): string | undefined {
  const name = content.dialect === "gecko-1.8" ? "extensionVersion" : "appVersion";
  return build.attributes[name] ?? content.attributes[name];
}

function isUpgrade(release: Application, build: Build, client: Client, loose: boolean): boolean {
  const order = compare(versionOf(release, build) ?? "", client.version, loose);
  return order === 1 || (order === 0 && (build.buildID ?? "") > client.buildID);
}

const dialects = {
  "gecko-1.8": ["type", "version", "extensionVersion", "buildID", "detailsURL", "licenseURL"],
  "gecko-2": [
    ...["type", "displayVersion", "appVersion", "platformVersion", "buildID", "detailsURL", "licenseURL"],
    ...["isOSUpdate", "billboardURL", "showPrompt", "showNeverForVersion", "actions", "openURL"],
    ...["notificationURL", "alertURL", "promptWaitTime", "backgroundInterval"],
  ],
};

function updateAttributes(
  { content }: Application,
  build: Build,
  client: Client,
  { type, loose }: Circumstances,
): Record<string, string> {
  const values: Record<string, string> = {
    type,
    ...content.attributes,
    ...build.attributes,
    ...(build.buildID === null ? {} : { buildID: build.buildID }),
  };
  if (content.oldClients) pretend(values, client.version);
  for (const group of content.attributeGroups) {
    if (groupApplies(group, client, loose)) Object.assign(values, group.fields);
  }
  const known = content.attributeOrder === "name" ? [] : dialects[content.dialect];
  const others = Object.keys(values).filter((name) => !known.includes(name));
  const names = [...known, ...others.sort()];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      if (value === undefined) return [];
      const isUrl = name.endsWith("URL");
      return [[name, isUrl ? value.replaceAll(/%LOCALE%|%locale%/g, client.locale) : value]];
    }),
  );
}

/** Clients of 2.0 up to 4.0 take an update only for their own version. */
function pretend(values: Record<string, string>, version: string): void {
  const within = (from: string, to: string) =>
    compare(version, from, false) !== -1 && compare(version, to, false) === -1;
  if (within("2.0", "3.5")) {
    values["version"] = version;
    delete values["extensionVersion"];
  } else if (within("3.5", "3.6")) delete values["extensionVersion"];
  else if (within("3.6", "4.0")) values["extensionVersion"] = version;
}

function groupApplies({ for: given }: AttributeGroup, client: Client, loose: boolean): boolean {
  return [
    given.channels?.some((channel) => matchesChannel(channel, client.channel)),
    given.locales?.includes(client.locale),
    given.versions?.some((list) =>
      list.split(",").some((item) => matchesVersionItem(item, client.version, loose)),
    ),
    given.buildIDs?.some((condition) => matchesText(condition, client.buildID)),
  ].every((holds) => holds !== false);
}
