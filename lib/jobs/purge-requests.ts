import type { Purge } from "@/lib/hooks/store-purge";

/** A request that has a cache drop something. */
export type PurgeRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Statuses beside 2xx that say: done, or there was nothing to do. */
  readonly fine: readonly number[];
};

type HttpAdapter = Exclude<Purge["adapter"], "redis" | "memcached">;
type HttpPurge = Purge & { readonly adapter: HttpAdapter };

/** As many keys as fit well into one header, and no more than any of these services takes at once. */
const most = { "surrogate-key": 64, fastly: 256, cloudflare: 30, cloudfront: 300 } as const;

/** @param id of the delivery, the same when it is tried again */
export function purgeRequests(purge: HttpPurge, id: string): PurgeRequest[] {
  return makers[purge.adapter](purge, id);
}

const json = { "content-type": "application/json" };

const makers: Readonly<Record<HttpAdapter, (purge: HttpPurge, id: string) => PurgeRequest[]>> = {
  varnish: (purge) =>
    inParts(purge.keys, most["surrogate-key"]).map((keys) =>
      request("BAN", purge, {
        ...asBearer(purge),
        "surrogate-key": keys.join(" "),
        "x-ban": patternOf(keys),
      }),
    ),
  "varnish-xkey": (purge) =>
    inParts(purge.keys, most["surrogate-key"]).map((keys) =>
      request("PURGE", purge, { ...asBearer(purge), "xkey-purge": keys.join(" ") }),
    ),
  nginx: (purge) =>
    purge.keys.map((key) => ({
      ...request("PURGE", purge, asBearer(purge)),
      url: [purge.url.replace(/\/+$/, ""), ...key.split("/").slice(1), "*"].join("/"),
      // The module says so where nothing was cached.
      fine: [404, 412],
    })),
  http: (purge, id) => [
    {
      ...request("POST", purge, { ...asBearer(purge), ...json, "surrogate-key": purge.keys.join(" ") }),
      body: JSON.stringify({ id, revision: purge.revision, keys: purge.keys }),
    },
  ],
  fastly: (purge) =>
    inParts(purge.keys, most.fastly).map((keys) =>
      request("POST", purge, { "fastly-key": purge.credential ?? "", "surrogate-key": keys.join(" ") }),
    ),
  cloudflare: (purge) =>
    inParts(purge.keys, most.cloudflare).map((tags) => ({
      ...request("POST", purge, { ...asBearer(purge), ...json }),
      body: JSON.stringify({ tags }),
    })),
  cloudfront: (purge, id) =>
    inParts(pathsOf(purge.keys), most.cloudfront).map((paths, part) => ({
      ...request("POST", purge, { "content-type": "application/xml" }),
      body: invalidation(paths, `${id}-${part}`),
    })),
};

function request(method: string, { url }: Purge, headers: Readonly<Record<string, string>>): PurgeRequest {
  return { method, url, headers, body: null, fine: [] };
}

function asBearer({ credential }: Purge): Record<string, string> {
  return credential === null ? {} : { authorization: `Bearer ${credential}` };
}

/** An expression that finds one of the keys in a Surrogate-Key. Varnish's own grammar wants no blank and no "\\" in it. */
function patternOf(keys: readonly string[]): string {
  return `(^|[^!-~])(${keys.map((key) => key.replaceAll(".", "[.]")).join("|")})($|[^!-~])`;
}

function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}

const forms = [0, 1, 2, 3, 4, 5, 6].flatMap((version) => [`/update/${version}`, `/update2/${version}`]);
const roots = [...forms, "/json/1", "/json/2"];

/** Paths with a "*" at their end, the only kind there is: as channels come late in a path, all of a product's go. */
function pathsOf(keys: readonly string[]): string[] {
  const products = new Set<string>();
  for (const key of keys) {
    const product = key.split("/")[1];
    if (product === undefined || product === "~") return ["/*"];
    // The key writes bytes as paths do, but for the mark in front of them.
    products.add(product.replaceAll("=", "%"));
  }
  return [...products].flatMap((product) => roots.map((root) => `${root}/${product}/*`));
}

function invalidation(paths: readonly string[], reference: string): string {
  const items = paths.map((path) => `<Path>${path}</Path>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?><InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>${reference}</CallerReference><Paths><Items>${items}</Items><Quantity>${paths.length}</Quantity></Paths></InvalidationBatch>`;
}
