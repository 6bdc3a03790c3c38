import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";

/** What people fill in of a client; the rest of its URL stays as it was pasted. */
export const clientFields = [
  "product",
  "version",
  "buildID",
  "buildTarget",
  "locale",
  "channel",
  "osVersion",
] as const;

export type ClientField = (typeof clientFields)[number];
export type Client = Readonly<Record<ClientField, string>>;

const nobody: Client = {
  product: "",
  version: "",
  buildID: "",
  buildTarget: "",
  locale: "",
  channel: "",
  osVersion: "",
};

/** Path and query of an address; people paste the whole of it. */
export function toPath(text: string): string {
  return text.trim().replace(/^[a-z]+:\/\/[^/]*/i, "");
}

/** What a URL says of its client; nothing where no client asks like that. */
export function readClient(url: string): Client {
  const query = queryOf(url);
  return query
    ? (Object.fromEntries(clientFields.map((name) => [name, query[name]])) as unknown as Client)
    : nobody;
}

function queryOf(url: string): UpdateQuery | null {
  const parsed = parseUpdateUrl(toPath(url));
  return parsed.kind === "query" ? parsed.query : null;
}

/** The URL of such a client, with what else the one before said. */
export function urlOfClient(client: Client, before: string): string {
  const query = queryOf(before);
  const path = [
    ...[client.product, client.version, client.buildID, client.buildTarget, client.locale, client.channel],
    client.osVersion,
    capabilitiesOf(query),
    ...distributionOf(query),
  ];
  const force = query?.force == null ? "" : `?force=${query.force}`;
  return `/update/6/${path.map(encodePart).join("/")}/update.xml${force}`;
}

/** Where nothing was said, those of an ordinary client. */
function capabilitiesOf(query: UpdateQuery | null): string {
  const jaws = query?.jaws == null ? [] : [`JAWS:${query.jaws ? "1" : "0"}`];
  const set = query?.instructionSet ?? "SSE4_2";
  return [`ISET:${set}`, `MEM:${String(query?.memory ?? 16_384)}`, ...jaws].join(",");
}

function distributionOf(query: UpdateQuery | null): string[] {
  return [query?.distribution ?? "default", query?.distVersion ?? "default"];
}

/** As clients write it. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2C", ",");
}
