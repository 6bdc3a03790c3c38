/** How a hook speaks to its receiver: of events in our own words, or to a cache in the cache's. */
export const adapters = [
  "webhook",
  "varnish",
  "varnish-xkey",
  "nginx",
  "memcached",
  "redis",
  "http",
  "fastly",
  "cloudflare",
  "cloudfront",
] as const;

export type Adapter = (typeof adapters)[number];

/** Those that have caches drop what a change touched. */
export type PurgeAdapter = Exclude<Adapter, "webhook">;

export function isPurge(adapter: Adapter): adapter is PurgeAdapter {
  return adapter !== "webhook";
}

type About = {
  /** How its address begins, for people. */
  readonly address: string;
  readonly schemes: readonly string[];
  /** What its credential is; null: it takes any, as a bearer's token, or needs none. */
  readonly credential: string | null;
};

const web = ["http:", "https:"];

export const adapterFacts: Readonly<Record<Adapter, About>> = {
  webhook: { address: "https://chat.example.com/updates", schemes: web, credential: null },
  varnish: { address: "http://varnish.example.com:6081/", schemes: web, credential: null },
  "varnish-xkey": { address: "http://varnish.example.com:6081/", schemes: web, credential: null },
  nginx: { address: "http://cache.example.com:8089/purge", schemes: web, credential: null },
  memcached: { address: "memcached://10.0.0.5:11211", schemes: ["memcached:"], credential: "user:password" },
  redis: { address: "redis://10.0.0.5:6379/0", schemes: ["redis:", "rediss:"], credential: "user:password" },
  http: { address: "https://cdn.example.com/purge", schemes: web, credential: null },
  fastly: {
    address: "https://api.fastly.com/service/SERVICE/purge",
    schemes: ["https:", "http:"],
    credential: "the API token",
  },
  cloudflare: {
    address: "https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache",
    schemes: ["https:", "http:"],
    credential: "the API token",
  },
  cloudfront: {
    address: "https://cloudfront.amazonaws.com/2020-05-31/distribution/DISTRIBUTION/invalidation",
    schemes: ["https:", "http:"],
    credential: "access key ID:secret access key",
  },
};

/** Why an adapter can't use an address; null: it can. */
export function addressProblem(adapter: Adapter, url: string): string | null {
  const { schemes, address } = adapterFacts[adapter];
  if (URL.canParse(url) && schemes.includes(new URL(url).protocol)) return null;
  return `The address of a hook of the kind "${adapter}" looks like ${address}`;
}
