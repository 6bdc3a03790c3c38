import type { Actor } from "@/lib/access/role";
import { ordinarySystem } from "@/lib/analysis/shipped";
import { listChannels } from "@/lib/configuration/store";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { db } from "@/lib/db/client";

import { shownVersion } from "./lines";
import { readView } from "./service";

export type KnownClient = Readonly<
  Record<"product" | "version" | "buildID" | "buildTarget" | "locale" | "channel" | "osVersion", string>
>;

export type Completion = { readonly value: string; readonly note?: string };

const mostFound = 20;

/** Values of one field of a client that there are, as far as the other fields are filled in; those that hold a text. */
export async function completeField(
  actor: Actor,
  field: keyof KnownClient,
  client: KnownClient,
  text: string,
): Promise<Completion[]> {
  const { products, releases } = await readView(actor);
  const own = releases.filter(({ product }) => product === client.product);
  const found = {
    product: () => products.map(plain),
    channel: () => channelsOf(products, client),
    ...ofBuilds,
  };
  const all = await found[field](own, client);
  const wanted = text.trim().toLowerCase();
  const isWhole = all.some(({ value }) => value === text);
  const fitting = all.filter(({ value }) => isWhole || value.toLowerCase().includes(wanted));
  return [...new Map(fitting.map((one) => [one.value, one])).values()].slice(0, mostFound);
}

const plain = (value: string): Completion => ({ value });

async function channelsOf(products: readonly string[], { product }: KnownClient): Promise<Completion[]> {
  const channels = await listChannels(db());
  return channels
    .filter((channel) => channel.product === product && products.includes(product))
    .map(({ name }) => plain(name.replace(/\*$/, "")));
}

type Find = (releases: readonly ConfiguredRelease[], client: KnownClient) => readonly Completion[];

/** What clients of the product's releases have, the newest release first. */
const ofBuilds: Readonly<Record<Exclude<keyof KnownClient, "product" | "channel">, Find>> = {
  version: (releases) =>
    releases.flatMap((release) => {
      const value = shownVersion(release);
      return value === null ? [] : [{ value, note: release.name }];
    }),
  buildID: (releases, { version, buildTarget, locale }) =>
    releases
      .filter((release) => shownVersion(release) === version)
      .flatMap(({ name, builds }) =>
        builds
          .filter((build) => fits(build.buildTarget, buildTarget) && fits(build.locale, locale))
          .flatMap(({ buildID }) => (buildID === null ? [] : [{ value: buildID, note: name }])),
      ),
  buildTarget: (releases) =>
    releases.flatMap(({ builds }) => builds.map(({ buildTarget }) => plain(buildTarget))),
  locale: (releases, { buildTarget }) =>
    releases.flatMap(({ builds }) =>
      builds.filter((build) => fits(build.buildTarget, buildTarget)).map(({ locale }) => plain(locale)),
    ),
  osVersion: (_, { buildTarget }) => [
    ...(buildTarget === "" ? [] : [{ value: ordinarySystem(buildTarget), note: "usual" }]),
    ...["Windows_NT 10.0", "Windows_NT 6.1", "Darwin 24.0.0", "Linux 6.1.0 (GTK 3.24.38)"].map(plain),
  ],
};

function fits(value: string, wanted: string): boolean {
  return wanted === "" || value === wanted;
}
