import {
  channelSchema,
  productSchema,
  type Channel,
  type Configuration,
  type Product,
} from "@/lib/configuration/configuration";

/** Products whose versions Balrog compares as runs of digits and letters. */
const looselyVersioned: ReadonlySet<string> = new Set(["FirefoxVPN", "Guardian"]);

export function versionOrderOf(product: string): Product["versionOrder"] {
  return looselyVersioned.has(product) ? "loose" : "mozilla";
}

type Named = Omit<Configuration, "products" | "channels" | "settings">;

/** Balrog has no table of products: every name that its data mention is one. */
export function deriveProducts({ rules, releases, pins, allowedDomains, shutOffs }: Named): Product[] {
  const names = new Set([
    ...rules.map(({ product }) => product),
    ...releases.map(({ product }) => product),
    ...releases.flatMap(({ content }) => (content.kind === "bundle" ? content.products : [])),
    ...pins.map(({ product }) => product),
    ...allowedDomains.flatMap(({ products }) => products),
    ...shutOffs.map(({ product }) => product),
  ]);
  return [...names].sort().flatMap((name) => {
    const product = productSchema.safeParse({ name, versionOrder: versionOrderOf(name ?? "") });
    return product.success ? [product.data] : [];
  });
}

/** The channels that rules name exactly. */
export function deriveChannels(rules: Named["rules"]): Channel[] {
  const named = rules.filter(({ channel }) => channel?.endsWith("*") === false);
  const channels = new Map(
    named.map(({ product, channel }) => [JSON.stringify([product, channel]), { product, name: channel }]),
  );
  return [...channels.keys()].sort().flatMap((key) => {
    const channel = channelSchema.safeParse(channels.get(key));
    return channel.success ? [channel.data] : [];
  });
}
