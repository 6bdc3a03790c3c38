import type { ConfiguredRelease } from "@/lib/configuration/configuration";

import { composeRelease, type NameOf } from "./compose";
import { mergeRelease } from "./merge-release";
import type { PlacedPatch, ReleaseNode } from "./release-node";
import type { UrlPlan } from "./url-plan";

export type SettledNode = {
  readonly node: ReleaseNode;
  readonly patches: readonly PlacedPatch[];
  readonly urls: UrlPlan;
};

export type NamedReleases = {
  readonly nameOf: NameOf;
  /** Every release of the plan, merged with what exists. */
  readonly releases: readonly ConfiguredRelease[];
};

/**
 * Finds each planned release's name: that of an existing release which it can be part of, else one of its own.
 *
 * @param join false: every planned release is one of its own
 */
export function nameReleases(
  settled: readonly SettledNode[],
  existing: readonly ConfiguredRelease[],
  join: boolean,
): NamedReleases {
  const naming = new Naming(settled, existing, join);
  for (const { node } of settled) naming.resolve(node);
  return { nameOf: naming.nameOf, releases: naming.releases() };
}

class Naming {
  readonly #names = new Map<ReleaseNode, string>();
  readonly #underWay = new Set<ReleaseNode>();
  readonly #settled: ReadonlyMap<ReleaseNode, SettledNode>;
  /** By name: what exists, as it is after what has been merged so far. */
  readonly #current: Map<string, ConfiguredRelease>;
  readonly #planned = new Set<string>();
  /** The names of existing releases that planned ones may become part of. */
  readonly #open: ReadonlySet<string>;

  constructor(settled: readonly SettledNode[], existing: readonly ConfiguredRelease[], join: boolean) {
    this.#open = new Set(join ? existing.map(({ name }) => name) : []);
    this.#settled = new Map(settled.map((entry) => [entry.node, entry]));
    this.#current = new Map(existing.map((release) => [release.name, release]));
  }

  readonly nameOf: NameOf = (node) => {
    const name = this.#names.get(node);
    if (name === undefined) throw new Error(`A release of ${node.product} ${node.version} has no name yet`);
    return name;
  };

  releases(): ConfiguredRelease[] {
    return [...this.#planned].flatMap((name) => this.#current.get(name) ?? []);
  }

  /** A partial's source first: its name is part of what the release says. */
  resolve(node: ReleaseNode): void {
    if (this.#names.has(node)) return;
    if (this.#underWay.has(node)) {
      // Two releases that update from each other, on different build targets: one has to be named first.
      this.#names.set(node, this.#freeName(node));
      return;
    }
    this.#underWay.add(node);
    const entry = this.#settled.get(node);
    for (const { from } of entry?.patches ?? []) {
      if (from !== "*") this.resolve(from);
    }
    if (entry) this.#adopt(entry);
  }

  #adopt({ node, patches, urls }: SettledNode): void {
    const given = this.#names.get(node);
    const base = given ?? this.#baseName(node);
    const composed = composeRelease(node, patches, urls, (other) =>
      other === node ? base : this.nameOf(other),
    );
    const merged = given === undefined ? this.#merged(composed) : null;
    const release = merged ?? { ...composed, name: given ?? this.#freeName(node) };
    this.#names.set(node, release.name);
    this.#current.set(release.name, release);
    this.#planned.add(release.name);
  }

  #merged(composed: ConfiguredRelease): ConfiguredRelease | null {
    const names = this.#open.has(composed.name) ? [composed.name, ...this.#open] : this.#open;
    for (const name of names) {
      const existing = this.#current.get(name);
      const merged = existing && mergeRelease(existing, composed);
      if (merged) return merged;
    }
    return null;
  }

  #baseName(node: ReleaseNode): string {
    const { product, version, draft } = node;
    const buildIDs = [...(draft?.builds.values() ?? []), ...node.sources.values()].map(
      ({ buildID }) => buildID,
    );
    const build = draft?.candidate ? `build${draft.candidate}` : (buildIDs.sort()[0] ?? "");
    return [product, version, build]
      .join("-")
      .replace(/[\s/*,%]+/g, "-")
      .replace(/^-/, "")
      .slice(0, 150);
  }

  #freeName(node: ReleaseNode): string {
    const base = this.#baseName(node);
    const taken = new Set([...this.#current.keys(), ...this.#names.values()]);
    if (!taken.has(base)) return base;
    let number = 2;
    while (taken.has(`${base}-${number}`)) number++;
    return `${base}-${number}`;
  }
}
