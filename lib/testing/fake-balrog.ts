import { startServer, type Reply } from "./command-line";

type Row = Readonly<Record<string, unknown>>;

export type BalrogContents = {
  rules: Row[];
  /** With their blobs. */
  releases: Row[];
  emergency_shutoffs?: Row[];
  /** By rule id, the newest first. */
  revisions?: Readonly<Record<number, readonly Row[]>>;
};

/**
 * A Balrog in use, as far as its public API goes, on a port of its own.
 *
 * @param contents may be changed while it runs
 * @param options.stumbles how often each address answers 503 before it answers
 */
export async function startFakeBalrog(contents: BalrogContents, { stumbles = 0 } = {}) {
  const stumbled = new Map<string, number>();
  return startServer(({ url }) => {
    const soFar = stumbled.get(url) ?? 0;
    stumbled.set(url, soFar + 1);
    return soFar < stumbles
      ? { status: 503, headers: { "retry-after": "1" }, body: {} }
      : answer(contents, url);
  });
}

function answer(contents: BalrogContents, url: string): Reply {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const at = pathname.replace("/api/v1/", "");
  const { rules, emergency_shutoffs: shutoffs = [] } = contents;
  if (at === "rules") return { body: { count: rules.length, rules } };
  if (at === "emergency_shutoff") return { body: { count: shutoffs.length, shutoffs } };
  if (at === "releases") return { body: { releases: contents.releases.map(withoutBlob) } };
  const [table = "", name = "", more] = at.split("/");
  return table === "rules" && more === "revisions"
    ? revisionsOf(contents, Number(name), Number(searchParams.get("limit")))
    : blobOf(contents, decodeURIComponent(name));
}

function withoutBlob({ blob: _, ...row }: Row): Row {
  return { read_only: false, data_version: 1, rule_ids: [], ...row };
}

function revisionsOf({ revisions = {} }: BalrogContents, rule: number, limit: number): Reply {
  const all = revisions[rule] ?? [];
  return { body: { count: all.length, rules: all.slice(0, limit) } };
}

function blobOf({ releases }: BalrogContents, wanted: string): Reply {
  const release = releases.find(({ name }) => name === wanted);
  return release ? { body: release["blob"] } : { status: 404, body: { status: 404 } };
}
