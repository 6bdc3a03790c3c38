/** Those that tell people, each in the form that its chat service takes. */
export const chatAdapters = ["slack", "mattermost", "discord", "teams", "matrix", "google-chat"] as const;

export type ChatAdapter = (typeof chatAdapters)[number];

/** Those that have caches drop what a change touched. */
export const purgeAdapters = [
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

export type PurgeAdapter = (typeof purgeAdapters)[number];

/** How a hook speaks to its receiver: of events, to programs or to people, or to a cache in the cache's own words. */
export const adapters = ["webhook", ...chatAdapters, ...purgeAdapters] as const;

export type Adapter = (typeof adapters)[number];

export function isPurge(adapter: Adapter): adapter is PurgeAdapter {
  return (purgeAdapters as readonly Adapter[]).includes(adapter);
}

export function isChat(adapter: Adapter): adapter is ChatAdapter {
  return (chatAdapters as readonly Adapter[]).includes(adapter);
}

/** What stands in the address of a chat for its secret part, which is kept as the credential. */
export const placeholder = "{credential}";

type About = {
  /** How its address begins, for people. */
  readonly address: string;
  readonly schemes: readonly string[];
  /** What its credential is; null: it takes any, as a bearer's token, or needs none. */
  readonly credential: string | null;
};

const web = ["http:", "https:"];
const chat = { schemes: web, credential: `what stands for ${placeholder} in the address` };

export const adapterFacts: Readonly<Record<Adapter, About>> = {
  webhook: { address: "https://chat.example.com/updates", schemes: web, credential: null },
  slack: { ...chat, address: `https://hooks.slack.com/services/${placeholder}` },
  mattermost: { ...chat, address: `https://mattermost.example.com/hooks/${placeholder}` },
  discord: { ...chat, address: `https://discord.com/api/webhooks/${placeholder}` },
  teams: { ...chat, address: `https://example.logic.azure.com/workflows/${placeholder}` },
  matrix: { ...chat, address: `https://hookshot.example.com/webhook/${placeholder}` },
  "google-chat": { ...chat, address: `https://chat.googleapis.com/v1/spaces/${placeholder}` },
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
  if (URL.canParse(url) && schemes.includes(new URL(url).protocol) && !new URL(url).host.includes("{")) {
    return null;
  }
  return `The address of a hook of the kind "${adapter}" looks like ${address}`;
}
