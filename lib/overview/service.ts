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
  const { input } = snapshot;
  const isVisible = (product: string) => can(actor, "read", { product });
  const products = input.products.map(({ name }) => name).filter(isVisible);
  if (products.length === 0) authorize(actor, "read", { product: null });
  const view = {
    revision: snapshot.revision,
    products,
    rules: orderedRules(snapshot).filter(({ product }) => product === null || isVisible(product)),
    releases: orderedReleases(snapshot).filter(({ product }) => isVisible(product)),
    shutOffs: input.shutOffs.filter(({ product }) => product === everything || isVisible(product)),
  };
  return { snapshot, view };
}

/** Thousands of versions and names are compared once a snapshot, not once a page. */
function oncePerSnapshot<T extends object>(make: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const made = new WeakMap<Snapshot, T>();
  return (snapshot) => {
    const known = made.get(snapshot) ?? make(snapshot);
    made.set(snapshot, known);
    return known;
  };
}

const orderedReleases = oncePerSnapshot((snapshot): readonly ConfiguredRelease[] =>
  orderReleases(snapshot.input.releases, (product) => snapshot.product(product).order),
);

const orderedRules = oncePerSnapshot((snapshot): readonly Rule[] =>
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
        .map((channel) => servedNow(snapshot, name, channel.name)),
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
  const { snapshot, view } = await viewFor(actor);
  const { releases, rules } = view;
  const release = releases.find((one) => one.name === name);
  if (!release) throw new Refusal("not-found", `There is no release ${name}`);
  return {
    release,
    previous: previousRelease(release, releases, snapshot.product(release.product).order),
    rules: rules.filter(({ mapping, fallbackMapping }) => mapping === name || fallbackMapping === name),
  };
}

/** What rules say of releases, for sentences. */
export function namesOf(releases: readonly ConfiguredRelease[]): NamedReleases {
  return Object.fromEntries(
    releases.map((release) => [
      release.name,
      { product: release.product, kind: release.content.kind, version: shownVersion(release) },
    ]),
  );
}

/** A request that is worth explaining, or null. */
export async function readExample(actor: Actor): Promise<string | null> {
  const { rules, releases } = (await viewFor(actor)).view;
  return exampleUrl(rules, releases);
}
