import { matchesChannel } from "@/lib/rules/match";
import { parseBuildIDCondition } from "@/lib/rules/comparison";
import { parseVersionCondition, type ReadVersion } from "@/lib/rules/version-condition";
import { compareVersions, type Version, type VersionOrder } from "@/lib/versions/version";

import type { ApplicationContent, AttributeGroup } from "./release";

/** An attribute of an XML element; their order is the order in which they are written. */
export type Attribute = readonly [name: string, value: string];

/** The attributes of <update> that each dialect knows, in the order in which they are written. */
const order: Readonly<Record<ApplicationContent["dialect"], readonly string[]>> = {
  "gecko-1.8": ["type", "version", "extensionVersion", "buildID", "detailsURL", "licenseURL"],
  "gecko-2": [
    "type",
    "displayVersion",
    "appVersion",
    "platformVersion",
    "buildID",
    "detailsURL",
    "licenseURL",
    "isOSUpdate",
    "billboardURL",
    "showPrompt",
    "showNeverForVersion",
    "actions",
    "openURL",
    "notificationURL",
    "alertURL",
    "promptWaitTime",
    "backgroundInterval",
    "binTransMerkleRoot",
    "binTransCertificate",
    "binTransSCTList",
  ],
};

/** Clients write these themselves: an update must never carry them. */
export const clientsOwnAttributes = [
  "elevationFailure",
  "installDate",
  "errorCode",
  "state",
  "isCompleteUpdate",
];

/** Clients act on the mere presence of these: they are written only as "true". */
const presenceAttributes: ReadonlySet<string> = new Set(["disableBITS", "disableBackgroundUpdates"]);

/** Puts attributes in the order of the dialect, or by name; what a dialect does not know comes last, by name. */
export function orderAttributes(
  values: Readonly<Record<string, string>>,
  { dialect, attributeOrder }: Pick<ApplicationContent, "dialect" | "attributeOrder">,
): Attribute[] {
  const known = attributeOrder === "name" ? [] : order[dialect];
  const rest = Object.keys(values)
    .filter((name) => !known.includes(name))
    .sort();
  return [...known, ...rest].flatMap((name) => {
    const value = values[name];
    if (value === undefined || (presenceAttributes.has(name) && value !== "true")) return [];
    return [[name, value] as const];
  });
}

/** Replaces %LOCALE% and %locale% in attributes that hold URLs. */
export function interpolateLocale(name: string, value: string, locale: string): string {
  if (!name.endsWith("URL")) return value;
  return value.replaceAll("%LOCALE%", () => locale).replaceAll("%locale%", () => locale);
}

type Asking = {
  readonly channel: string;
  readonly fallbackChannel: string;
  readonly locale: string;
  readonly buildID: string;
  readonly read: ReadVersion;
};

/** Whether a group applies to a request: every condition that is given has a match. */
export type GroupCondition = (query: Asking) => boolean;

/** @throws RangeError when a version or build ID condition cannot be read. */
export function compileGroup({ for: given }: AttributeGroup, versionOrder: VersionOrder): GroupCondition {
  const versions = given.versions?.map((text) => parseVersionCondition(text, versionOrder));
  const buildIDs = given.buildIDs?.map((text) => parseBuildIDCondition(text));
  const conditions: (GroupCondition | undefined)[] = [
    given.channels && ((query) => given.channels?.some((channel) => matchesChannel(channel, query)) ?? true),
    given.locales && ((query) => given.locales?.includes(query.locale) ?? true),
    versions && ((query) => versions.some((matches) => matches(query.read))),
    buildIDs && ((query) => buildIDs.some((matches) => matches(query.buildID))),
  ];
  const set = conditions.filter((condition) => condition !== undefined);
  return (query) => set.every((applies) => applies(query));
}

function version(major: number, minor: number): Version {
  return { numbers: [major, minor, 0], prerelease: null };
}

/**
 * What clients of 2.0 up to 4.0 get instead of the release's version: they take the update only if it
 * seems to be for the version that they are.
 */
export function attributesForOldClient(
  asked: string,
  { mozilla }: ReadVersion,
): Record<string, string | undefined> {
  const lies = (from: Version, to: Version) =>
    mozilla !== null && compareVersions(mozilla, from) >= 0 && compareVersions(mozilla, to) < 0;
  if (lies(version(2, 0), version(3, 5))) return { version: asked, extensionVersion: undefined };
  if (lies(version(3, 5), version(3, 6))) return { extensionVersion: undefined };
  if (lies(version(3, 6), version(4, 0))) return { extensionVersion: asked };
  return {};
}
