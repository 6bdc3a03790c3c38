import type { ApplicationContent, Patch } from "./release";

/** What a URL template is filled with, apart from file name and product. */
export type UrlParts = {
  readonly locale: string;
  readonly osFtp: string | undefined;
  readonly osBouncer: string | undefined;
};

/** The channels whose block of URL templates is not empty; "*" among them stands for all others. */
export function filledBlocks({
  urlTemplates,
}: Pick<ApplicationContent, "urlTemplates">): ReadonlySet<string> {
  const filled = Object.entries(urlTemplates).filter(
    ([, { complete, partial }]) => Object.keys(complete).length + Object.keys(partial).length > 0,
  );
  return new Set(filled.map(([channel]) => channel));
}

/**
 * The block of URL templates that counts for a channel: the channel's own, its fallback's, or "*"; the first
 * that is there and not empty is the only one tried.
 */
export function templateBlock(
  filled: ReadonlySet<string>,
  { channel, fallbackChannel }: { channel: string; fallbackChannel: string },
): string | null {
  if (filled.size === 1 && filled.has("*")) return "*";
  if (filled.has(channel)) return channel;
  if (filled.has(fallbackChannel)) return fallbackChannel;
  return filled.has("*") ? "*" : null;
}

/** @returns the patch's URL, or why it has none. */
export function patchUrl(
  content: ApplicationContent,
  patch: Pick<Patch, "url" | "type" | "from">,
  block: string | null,
  parts: UrlParts,
): { url: string } | { missing: string } {
  if (patch.url !== null) return { url: patch.url };
  const template = block === null ? undefined : own(content.urlTemplates, block)?.[patch.type];
  const text = template && own(template, patch.from);
  if (text === undefined) return { missing: `no URL template for ${patch.type} from ${patch.from}` };
  const values: Readonly<Record<string, string | undefined>> = {
    locale: parts.locale,
    os_ftp: parts.osFtp,
    os_bouncer: parts.osBouncer,
    filename: own(content.filenames[patch.type], patch.from),
    product: own(content.bouncerProducts[patch.type], patch.from),
  };
  return fill(text, values);
}

const placeholder =
  /%(LOCALE|OS_FTP|OS_BOUNCER|PRODUCT|FILENAME|locale|os_ftp|os_bouncer|product|filename)%/g;

function fill(template: string, values: Readonly<Record<string, string | undefined>>) {
  let missing: string | undefined;
  const url = template.replace(placeholder, (whole, name: string) => {
    const value = values[name.toLowerCase()];
    if (value === undefined) missing ??= `nothing to put for ${whole}`;
    return value ?? "";
  });
  return missing === undefined ? { url } : { missing };
}

/** `?force=…` for URLs of hosts that want to know. */
export function withForce(url: string, force: string | null, forceHosts: readonly string[]): string {
  if (force === null || !forceHosts.some((prefix) => url.startsWith(prefix))) return url;
  return `${url}${url.includes("?") ? "&" : "?"}force=${force}`;
}

/** A record's own entry: names come from clients and data, and may be those of Object.prototype. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
