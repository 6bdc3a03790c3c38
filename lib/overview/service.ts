import { LRUCache } from "lru-cache";

import { authorize, can } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { everything } from "@/lib/configuration/configuration";
import type { ConfiguredRelease, ShutOff } from "@/lib/configuration/configuration";
import { listChannels } from "@/lib/configuration/store";
import { db } from "@/lib/db/client";
import type { Snapshot } from "@/lib/decision/snapshot";
import { Refusal } from "@/lib/errors";
import type { Rule } from "@/lib/rules/rule";
import type { NamedReleases } from "@/lib/rules/sentence";
import { sharedSource } from "@/lib/serving/refresh-shared";

import { exampleUrl } from "./example";
import { orderReleases, previousRelease, shownVersion } from "./lines";
import { oncePer } from "./once";
import { servedNow, type Served } from "./served";

/** What this reader may see of the newest configuration. Rules for every product concern every reader. */
export type View = {
  readonly revision: number;
  readonly products: readonly string[];
  /** By product, those for every product first, and there in the order in which they are tried. */
  readonly rules: readonly Rule[];
  /** By product, and there the newest first. */
  readonly releases: readonly ConfiguredRelease[];
  readonly shutOffs: readonly ShutOff[];
};

async function viewFor(actor: Actor): Promise<{ snapshot: Snapshot; view: View }> {
  const source = sharedSource();
  await source.ready;
  const snapshot = source.current();
  const products = snapshot.input.products
    .map(({ name }) => name)
    .filter((product) => can(actor, "read", { product }));
  if (products.length === 0) authorize(actor, "read", { product: null });
  return { snapshot, view: viewOf(snapshot, products) };
}

/** Of one snapshot, readers of the same products see the same. */
function viewOf(snapshot: Snapshot, products: readonly string[]): View {
  const views = viewsOf(snapshot);
  const key = products.join("\n");
  const known = views.get(key);
  if (known) return known;
  const visible = new Set(products);
  const view = {
    revision: snapshot.revision,
    products,
    rules: orderedRules(snapshot).filter(({ product }) => product === null || visible.has(product)),
    releases: orderedReleases(snapshot).filter(({ product }) => visible.has(product)),
    shutOffs: snapshot.input.shutOffs.filter(({ product }) => product === everything || visible.has(product)),
  };
  views.set(key, view);
  return view;
}

const viewsOf = oncePer<Snapshot, LRUCache<string, View>>(() => new LRUCache({ max: 20 }));

const orderedReleases = oncePer((snapshot: Snapshot): readonly ConfiguredRelease[] =>
  orderReleases(snapshot.input.releases, (product) => snapshot.product(product).order),
);

const orderedRules = oncePer((snapshot: Snapshot): readonly Rule[] =>
  [...snapshot.input.rules].sort(
    (a, b) => (a.product ?? "").localeCompare(b.product ?? "") || b.priority - a.priority || a.id - b.id,
  ),
);

/** The newest configuration, as far as the actor may see it. */
export async function readView(actor: Actor): Promise<View> {
  return (await viewFor(actor)).view;
}

export type ServedProduct = {
  readonly product: string;
  readonly comment: string | null;
  readonly throttle: number;
  readonly channels: readonly Served[];
};

const servedOf = oncePer<Snapshot, Map<string, Served>>(() => new Map());

function servedOn(snapshot: Snapshot, product: string, channel: string): Served {
  const served = servedOf(snapshot);
  const key = `${product}/${channel}`;
  const known = served.get(key) ?? servedNow(snapshot, product, channel);
  served.set(key, known);
  return known;
}

/** What is served on every channel of every product. */
export async function readServed(actor: Actor): Promise<ServedProduct[]> {
  const { snapshot, view } = await viewFor(actor);
  const channels = await listChannels(db());
  return snapshot.input.products
    .filter(({ name }) => view.products.includes(name))
    .map(({ name, comment, throttle }) => ({
      product: name,
      comment,
      throttle,
      channels: channels
        .filter(({ product }) => product === name)
        .sort((a, b) => a.name.localeCompare(b.name))
        .map((channel) => servedOn(snapshot, name, channel.name)),
    }));
}

/** @throws Refusal "not-found" */
export async function getRule(actor: Actor, id: number): Promise<Rule> {
  const { rules } = (await viewFor(actor)).view;
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Refusal("not-found", `There is no rule ${String(id)}`);
  return rule;
}

export type ReadRelease = {
  readonly release: ConfiguredRelease;
  /** The release before it in its line, or null. */
  readonly previous: ConfiguredRelease | null;
  readonly rules: readonly Rule[];
};

/** A release, the one before it, and the rules that map to it. @throws Refusal "not-found" */
export async function getRelease(actor: Actor, name: string): Promise<ReadRelease> {
  const { releases, rules } = await readView(actor);
  const release = releases.find((one) => one.name === name);
  if (!release) throw new Refusal("not-found", `There is no release ${name}`);
  return {
    release,
    previous: previousRelease(release, releases),
    rules: rules.filter(({ mapping, fallbackMapping }) => mapping === name || fallbackMapping === name),
  };
}

/** What rules say of releases, for sentences. */
export const namesOf = oncePer((releases: readonly ConfiguredRelease[]): NamedReleases =>
  Object.fromEntries(
    releases.map((release) => [
      release.name,
      { product: release.product, kind: release.content.kind, version: shownVersion(release) },
    ]),
  ),
);

/** A request that is worth explaining, or null. */
export async function readExample(actor: Actor): Promise<string | null> {
  const { rules, releases } = (await viewFor(actor)).view;
  return exampleUrl(rules, releases);
}
