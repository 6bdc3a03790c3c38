import type { ReadVersion } from "@/lib/rules/version-condition";
import { parsePin, type PinnedVersion } from "@/lib/versions/pin";
import { parseLooseVersion, parseVersion } from "@/lib/versions/version";

import { decodeSegment, decodeTwice, isASCII, parseQueryString } from "./decoding";
import { remember } from "./remember";
import { parseSystemCapabilities, type SystemCapabilities } from "./system-capabilities";

/** What a client says of itself. Null: its request has no such field, or one that says nothing. */
export type UpdateQuery = SystemCapabilities & {
  readonly form: RequestForm;
  /** 0 to 6 for XML, 1 or 2 for JSON. */
  readonly queryVersion: number;
  readonly product: string;
  readonly version: string;
  readonly buildID: string;
  readonly buildTarget: string;
  readonly locale: string;
  readonly channel: string;
  /** The channel without its partner suffix: what stands before "-cck-". */
  readonly fallbackChannel: string;
  readonly osVersion: string;
  readonly distribution: string | null;
  readonly distVersion: string | null;
  readonly headerArchitecture: "PPC" | "Intel";
  readonly mig64: boolean | null;
  /** "1": a person asked; "-1": take the fallback. */
  readonly force: "1" | "-1" | null;
  readonly pin: PinnedVersion | null;
  /** `version`, read in both orders. */
  readonly read: ReadVersion;
};

export type RequestForm = "xml" | "json";

export type ParsedRequest =
  | { readonly kind: "query"; readonly query: UpdateQuery }
  | { readonly kind: "unreadable"; readonly form: RequestForm; readonly reason: string };

/** Where the segments of a path stand, counted after `/update/<version>/`; -1: the version has none. */
type Layout = {
  readonly count: number;
  readonly buildID: number;
  readonly buildTarget: number;
  readonly locale: number;
  readonly channel: number;
  readonly osVersion: number;
  readonly capabilities: number;
  readonly distribution: number;
};

const none = { osVersion: -1, capabilities: -1, distribution: -1 };
const build = { buildID: 2, buildTarget: 3, locale: 4, channel: 5, ...none };
const withDistribution = { ...build, osVersion: 6, distribution: 7 };

const xmlLayouts: readonly Layout[] = [
  { ...build, channel: -1, count: 5 },
  { ...build, count: 6 },
  { ...build, osVersion: 6, count: 7 },
  { ...withDistribution, count: 9 },
  { ...withDistribution, count: 10 },
  { ...withDistribution, count: 10 },
  { ...build, osVersion: 6, capabilities: 7, distribution: 8, count: 10 },
];
const json = { ...none, buildID: -1, buildTarget: 2, locale: -1, channel: 3 };
const jsonLayouts: readonly (Layout | null)[] = [
  null,
  { ...json, count: 4 },
  { ...json, osVersion: 4, count: 5 },
];

const partnerMark = "-cck-";

/**
 * Reads the path and query string of a request, exactly as they came in. Never throws: whatever is no request
 * of a known form is "unreadable".
 *
 * @param asker asked for its User-Agent only where that counts
 */
export function parseUpdateUrl(url: string, asker: Asker = {}): ParsedRequest {
  const mark = url.indexOf("?");
  const segments = (mark < 0 ? url : url.slice(0, mark)).split("/");
  // Some proxies and old clients put a second slash in front.
  const start = segments[1] === "" ? 2 : 1;
  const form = segments[start] === "json" ? "json" : "xml";
  const queryVersion = segments[start + 1] ?? "";
  const layout = layoutOf(queryVersion, form);
  if (!layout) return { kind: "unreadable", form, reason: `The query version "${queryVersion}" is unknown` };
  const values = readSegments(segments, start + 2, { count: layout.count, form, ascii: isASCII(url) });
  if (typeof values === "string") return { kind: "unreadable", form, reason: values };
  const parameters = mark < 0 ? null : parseQueryString(url.slice(mark + 1));
  const parts = { form, queryVersion: Number(queryVersion), layout, values, parameters, asker } as const;
  return { kind: "query", query: toQuery(parts) };
}

type Asker = { readonly userAgent?: string | undefined };

function layoutOf(queryVersion: string, form: RequestForm): Layout | null {
  if (queryVersion.length !== 1) return null;
  return (form === "json" ? jsonLayouts : xmlLayouts)[Number(queryVersion)] ?? null;
}

/** @returns what each segment says, or why the path is none that clients use. */
function readSegments(
  segments: readonly string[],
  start: number,
  { count, form, ascii }: { count: number; form: RequestForm; ascii: boolean },
): string[] | string {
  if (segments.length !== start + count + 1) {
    return `A request of this version has ${count} segments before update.${form}, not ${segments.length - start - 1}`;
  }
  if (decodeSegment(segments[start + count] ?? "") !== `update.${form}`) {
    return `The path does not end in update.${form}`;
  }
  const values: string[] = [];
  for (let i = 0; i < count; i++) {
    const segment = segments[start + i] ?? "";
    const isPlain = ascii && !segment.includes("%");
    const value = isPlain ? segment : decodeSegment(segment);
    const problem = problemOf(value, isPlain);
    if (problem !== null) return `Segment ${i + 1} after the query version ${problem}`;
    values.push(value);
  }
  return values;
}

/** @param isPlain true: nothing was decoded, so that it cannot hold what segments are split at */
function problemOf(value: string, isPlain: boolean): string | null {
  if (value === "") return "is empty";
  return !isPlain && value.includes("/") ? "holds a slash" : null;
}

type Parts = {
  form: RequestForm;
  queryVersion: number;
  layout: Layout;
  values: readonly string[];
  parameters: ReadonlyMap<string, string> | null;
  asker: Asker;
};

function toQuery({ form, queryVersion, layout, values, parameters, asker }: Parts): UpdateQuery {
  const version = clientVersion(at(values, 1), queryVersion);
  const buildTarget = at(values, layout.buildTarget);
  const channel = at(values, layout.channel);
  const capabilities = readCapabilities(at(values, layout.capabilities));
  const saysDistribution = layout.distribution >= 0;
  const { mig64, force, pin } = readParameters(parameters);
  return {
    form,
    queryVersion,
    product: at(values, 0),
    version,
    buildID: at(values, layout.buildID),
    buildTarget,
    locale: withoutAntivirusMark(at(values, layout.locale)),
    channel,
    fallbackChannel: fallbackChannelOf(channel),
    osVersion: decodeTwice(at(values, layout.osVersion)),
    distribution: saysDistribution ? at(values, layout.distribution) : null,
    distVersion: saysDistribution ? at(values, layout.distribution + 1) : null,
    instructionSet: capabilities.instructionSet,
    memory: capabilities.memory,
    jaws: capabilities.jaws,
    headerArchitecture: headerArchitectureOf(buildTarget, asker),
    mig64,
    force,
    pin,
    read: readVersion(version),
  };
}

/** What a segment says; empty where the query version has none. */
function at(values: readonly string[], index: number): string {
  return (index < 0 ? undefined : values[index]) ?? "";
}

function headerArchitectureOf(buildTarget: string, asker: Asker): UpdateQuery["headerArchitecture"] {
  return buildTarget.startsWith("Darwin") && asker.userAgent?.includes("PPC") ? "PPC" : "Intel";
}

/** Version 3 requests of ESR prereleases said `10.0esrpre`. */
function clientVersion(version: string, queryVersion: number): string {
  return queryVersion === 3 && version.endsWith("esrpre") ? version.slice(0, -"esrpre".length) : version;
}

/** "x86 " in a locale comes from an antivirus product that rewrites requests. */
function withoutAntivirusMark(locale: string): string {
  return locale.includes("x86 ") ? locale.replaceAll("x86 ", "") : locale;
}

/** `release-cck-partner` falls back to `release`; a channel without partner suffix to itself. */
export function fallbackChannelOf(channel: string): string {
  const mark = channel.indexOf(partnerMark);
  return mark < 0 ? channel : channel.slice(0, mark);
}

const noParameters = { mig64: null, force: null, pin: null };

function readParameters(parameters: ReadonlyMap<string, string> | null) {
  if (!parameters) return noParameters;
  const mig64 = parameters.get("mig64");
  return {
    mig64: mig64 === undefined ? null : mig64 === "1",
    force: readForce(parameters.get("force")),
    pin: parsePin(parameters.get("pin") ?? ""),
  };
}

function readForce(value: string | undefined): UpdateQuery["force"] {
  if (value === undefined) return null;
  // The same antivirus product appends "?avast=1" to requests that have a query already.
  const meant = value.includes("avast") ? value.split("?", 1)[0] : value;
  return meant === "1" || meant === "-1" ? meant : null;
}

/** Reads a version in both orders. */
export const readVersion = remember((version: string): ReadVersion => ({
  mozilla: parseVersion(version),
  loose: parseLooseVersion(version),
}));

const readCapabilities = remember(parseSystemCapabilities);
