import type { PatchType, VerifiedClient } from "./plan";

/** One line of update-verify's configuration: clients that have shipped, and what they are to be offered. */
export type ShippedLine = {
  readonly clients: readonly VerifiedClient[];
  readonly patchTypes: readonly PatchType[];
};

/** A line that can't be read: where, and why. */
export type UnreadableLine = { readonly line: number; readonly detail: string };

const needed = ["release", "product", "platform", "build_id", "locales", "channel"] as const;

/**
 * Reads update-verify's configuration: lines of key="value". What a line does not say of product and channel, the
 * lines before said. Empty lines and those that begin with "#" say nothing.
 */
export function readConfigurationLines(text: string): {
  readonly shipped: readonly ShippedLine[];
  readonly unreadable: readonly UnreadableLine[];
} {
  const shipped: ShippedLine[] = [];
  const unreadable: UnreadableLine[] = [];
  const before = new Map<string, string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const said = readPairs(line);
    const found = said === null ? 'it has something other than key="value"' : toLine(said, before);
    if (typeof found === "string") unreadable.push({ line: index + 1, detail: found });
    else shipped.push(found);
  }
  return { shipped, unreadable };
}

const pair = /^([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s"']*))(?:\s+|$)/;

function readPairs(line: string): Map<string, string> | null {
  const said = new Map<string, string>();
  for (let rest = line; rest !== "";) {
    const [whole, name = "", double, single, bare] = pair.exec(rest) ?? [];
    if (whole === undefined) return null;
    said.set(name, double ?? single ?? bare ?? "");
    rest = rest.slice(whole.length);
  }
  return said;
}

function toLine(said: ReadonlyMap<string, string>, before: Map<string, string>): ShippedLine | string {
  for (const name of ["product", "channel", "patch_types"]) {
    const value = said.get(name);
    if (value !== undefined) before.set(name, value);
  }
  const all = new Map([...before, ...said]);
  const missing = needed.filter((name) => (all.get(name) ?? "") === "");
  if (missing.length > 0) return `it does not say ${missing.join(", ")}`;
  const types = words(all.get("patch_types") ?? "complete");
  const wrong = types.find((type) => type !== "complete" && type !== "partial");
  if (wrong !== undefined) return `"${wrong}" is no patch type`;
  return { clients: clientsOf(all), patchTypes: types as PatchType[] };
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

function clientsOf(all: ReadonlyMap<string, string>): VerifiedClient[] {
  const said = (name: string) => all.get(name) ?? "";
  return words(said("locales")).map((locale) => ({
    product: said("product"),
    version: said("release"),
    buildID: said("build_id"),
    buildTarget: said("platform"),
    locale,
    channel: said("channel"),
    osVersion: "default",
  }));
}
