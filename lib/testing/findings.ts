import { entities, keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import { checkChanges } from "@/lib/configuration/check";
import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import type { Finding } from "@/lib/configuration/finding";
import type { World } from "@/lib/configuration/world";

/** A configuration as people write it. */
export type Given = { readonly [Part in keyof Configuration]?: object };

export const firefox = {
  products: [{ name: "Firefox" }, { name: "Thunderbird" }, { name: "Vpn", versionOrder: "loose" }],
  allowedDomains: [
    { host: "cdn.example.com", products: ["Firefox"] },
    { host: "paths.example.com", pathPattern: "/firefox/.*", products: ["Firefox"] },
  ],
};

/** What is found when all of a configuration is made at once, on top of the products and domains above. */
export function check(given: Given, options: Partial<Parameters<typeof checkChanges>[2]> = {}): Finding[] {
  const configuration = configurationSchema.parse(given);
  return checkChanges(created(configuration), world(firefox), {
    accept: [],
    wholeConfiguration: false,
    ...options,
  });
}

export function world(given: Given): World {
  const { products, channels, releases, rules, pins, allowedDomains, shutOffs } =
    configurationSchema.parse(given);
  return {
    products: new Map(products.map((product) => [product.name, product])),
    channels,
    releases: new Map(releases.map((release) => [release.name, { ...release, kind: release.content.kind }])),
    rules: new Map(rules.map((rule) => [rule.id ?? 0, { ...rule, id: rule.id ?? 0, rowVersion: 1 }])),
    pins,
    allowedDomains,
    people: [],
    policies: [],
    shutOffs,
  };
}

function created(configuration: Configuration): RowChange[] {
  const rows: Record<string, readonly object[]> = {
    product: configuration.products,
    channel: configuration.channels,
    allowedDomain: configuration.allowedDomains,
    release: configuration.releases,
    build: configuration.releases.flatMap(({ name, builds }) =>
      builds.map((build) => ({ ...build, release: name })),
    ),
    rule: configuration.rules.map((rule, index) => ({ id: index + 1, ...rule })),
    pin: configuration.pins,
    shutOff: configuration.shutOffs,
  };
  return entities.flatMap((entity) =>
    (rows[entity] ?? []).map((row, index) => {
      const after = { ...row, rowVersion: 1 } as Stored;
      return {
        entity,
        key: keyOf(entity, after as never),
        before: null,
        after,
        origin: `/${entity}/${index}`,
      };
    }),
  ) as RowChange[];
}

export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);
}

const detailsURL = "https://www.example.com/";
export const release = (name: string, overrides: object = {}) => ({
  name,
  product: "Firefox",
  content: { kind: "application", attributes: { detailsURL } },
  ...overrides,
});
export const content = (fields: object) => ({
  content: { kind: "application", attributes: { detailsURL }, ...fields },
});

/** A build whose one patch comes from a URL. */
export const build = (url: string) => ({
  buildTarget: "Linux",
  locale: "de",
  patches: [{ type: "complete", from: "*", size: 1, hashValue: "", url }],
});
