import { createHash } from "node:crypto";

import { parseQueryString } from "@/lib/protocol/decoding";
import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";

import { readLine, type LineOptions, type NoRequest } from "./log-line";

/** A client's request as a log tells of it. */
export type Recorded = {
  /** Path and query as they were sent. */
  readonly target: string;
  /** Sent along where it counts, which is for PowerPC alone. */
  readonly userAgent: string | null;
  readonly query: UpdateQuery;
  readonly fingerprint: Fingerprint;
};

/** The first 64 bits of a hash: a million requests share one with a chance of one in 37 million. */
export type Fingerprint = { readonly high: number; readonly low: number };

export type NotCompared = NoRequest | "no update path" | "an update path that fits no client's";

export type ReadRecorded =
  | { readonly kind: "recorded"; readonly recorded: Recorded }
  | { readonly kind: "none"; readonly reason: NotCompared };

export type RecordedOptions = LineOptions & {
  /** Ask everything as a person would, past throttles. */
  readonly force: boolean;
};

const updatePath = /^\/{1,2}(update2?|json)(\/|$|\?)/;

/** Reads a line of a log. Requests that only differ in what no service looks at have one fingerprint. */
export function readRecorded(line: string, options: RecordedOptions): ReadRecorded {
  const read = readLine(line, options);
  if (read.kind === "none") return read;
  const sent = inBytes(read.target);
  if (!updatePath.test(sent)) return { kind: "none", reason: "no update path" };
  const target = options.force ? forced(sent) : sent;
  const userAgent = read.userAgent ?? undefined;
  const parsed = parseUpdateUrl(target, { userAgent });
  if (parsed.kind === "unreadable") return { kind: "none", reason: "an update path that fits no client's" };
  const { query } = parsed;
  const isPowerPC = query.headerArchitecture === "PPC";
  const recorded = {
    target,
    userAgent: isPowerPC ? "PPC" : null,
    query,
    fingerprint: fingerprintOf(keyOf(target, isPowerPC)),
  };
  return { kind: "recorded", recorded };
}

/** What a log holds beyond ASCII, one character a byte, as it can be sent. */
function inBytes(target: string): string {
  return target.replace(/[^\u0021-\u007e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xff ? "?" : `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

/** The same request, asked by a person. */
export function forced(target: string): string {
  const [path, query = ""] = splitTarget(target);
  const kept = query.split("&").filter((part) => part !== "" && !part.startsWith("force="));
  return `${path}?${[...kept, "force=1"].join("&")}`;
}

/** The OS version decoded once, where it was encoded twice; null where it was not. */
export function withPlainOsVersion(target: string, { queryVersion, form }: UpdateQuery): string | null {
  const [path, query] = splitTarget(target);
  const segments = path.split("/");
  const at = (segments[1] === "" ? 2 : 1) + 8;
  const osVersion = segments[at];
  if (form !== "xml" || queryVersion < 2 || !/%25[0-9a-f]{2}/i.test(osVersion ?? "")) return null;
  segments[at] = (osVersion ?? "").replace(/%25(?=[0-9a-f]{2})/gi, "%");
  return [segments.join("/"), ...(query === undefined ? [] : [query])].join("?");
}

function splitTarget(target: string): [path: string, query: string | undefined] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)];
}

const counted = ["force", "mig64", "pin"];

function keyOf(target: string, isPowerPC: boolean): string {
  const [path, query] = splitTarget(target);
  const parameters = query === undefined ? null : parseQueryString(query);
  const said = parameters ? counted.map((name) => parameters.get(name) ?? null) : null;
  const says = said?.some((value) => value !== null) ? JSON.stringify(said) : "";
  return `${isPowerPC ? "PPC" : ""} ${path} ${says}`;
}

export function fingerprintOf(key: string): Fingerprint {
  const digest = createHash("sha256").update(key).digest();
  return { high: digest.readUInt32BE(0), low: digest.readUInt32BE(4) };
}
