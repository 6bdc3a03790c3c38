import type { Snippet } from "./parse";
import { fallbackState, stateKey, type ClientState, type SnippetFile, type TreeState } from "./tree";

export type Dialect = "gecko-1.8" | "gecko-2";

/** One patch as clients see it. */
export type OfferedPatch = {
  readonly url: string;
  readonly hashFunction: string;
  readonly hashValue: string;
  readonly size: number;
};

/** The update that a client is offered. */
export type Offer = {
  readonly updateType: "minor" | "major";
  readonly dialect: Dialect;
  /** Of the <update> element, by name, without type and buildID. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly buildID: string;
  readonly complete: OfferedPatch;
  readonly partial: OfferedPatch | null;
};

/** A client state and what it must be answered. */
export type Demand = {
  readonly state: ClientState;
  /** Null: no update. */
  readonly offer: Offer | null;
  /** An empty file says "no update": a rule must say so too, or a wider one might bring an update later. */
  readonly stopped: boolean;
  /** A partner's channel for which the tree has no file of its own: it gets what the plain channel gets. */
  readonly inherited: boolean;
};

/** What AUS2 answered to every client state of a tree, and to those that follow from its fallback. */
export function demandsOf(states: readonly TreeState[]): Demand[] {
  const byKey = new Map(states.map((entry) => [stateKey(entry.state), entry]));
  const own = states.map((entry) => ({
    state: entry.state,
    offer: offerOf(withFallback(entry, byKey)),
    stopped: entry.complete?.snippet === null,
    inherited: false,
  }));
  return [...own, ...inheritedDemands(own)];
}

function withFallback(entry: TreeState, byKey: ReadonlyMap<string, TreeState>): TreeState {
  const below = fallbackState(entry.state);
  const plain = below ? byKey.get(stateKey(below)) : undefined;
  return {
    state: entry.state,
    complete: entry.complete ?? plain?.complete ?? null,
    partial: entry.partial ?? plain?.partial ?? null,
  };
}

/** AUS2 served a partial only with a complete of the same build, and took all attributes from the complete. */
function offerOf({ complete, partial }: TreeState): Offer | null {
  const whole = snippetOf(complete);
  if (!whole) return null;
  const step = snippetOf(partial);
  return {
    updateType: whole.updateType,
    dialect: whole.schema === 2 ? "gecko-2" : "gecko-1.8",
    attributes: whole.attributes,
    buildID: whole.buildID,
    complete: patchOf(whole),
    partial: step?.buildID === whole.buildID ? patchOf(step) : null,
  };
}

function snippetOf(file: SnippetFile | null): Snippet | null {
  return file?.snippet ?? null;
}

function patchOf({ url, hashFunction, hashValue, size }: Snippet): OfferedPatch {
  return { url, hashFunction, hashValue, size };
}

/** What clients of partners' channels get from the plain channel, where a rule of the partner's could hide it. */
function inheritedDemands(own: readonly Demand[]): Demand[] {
  const taken = new Set(own.map(({ state }) => stateKey(state)));
  const partners = new Map<string, Set<string>>();
  for (const { state } of own) {
    const plain = fallbackState(state)?.channel;
    if (plain === undefined) continue;
    const key = `${state.product}/${plain}`;
    partners.set(key, (partners.get(key) ?? new Set()).add(state.channel));
  }
  return own.flatMap((demand) =>
    [...(partners.get(`${demand.state.product}/${demand.state.channel}`) ?? [])]
      .map((channel) => ({ ...demand, state: { ...demand.state, channel }, inherited: true }))
      .filter(({ state }) => !taken.has(stateKey(state))),
  );
}
