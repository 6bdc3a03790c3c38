import { fallbackChannelOf } from "@/lib/protocol/request";
import { parseVersion } from "@/lib/versions/version";

import { parseSnippet, type PatchType, type Snippet } from "./parse";

/** What AUS2 filed its snippets under: everything that it asked of a client. */
export type ClientState = {
  readonly product: string;
  readonly version: string;
  readonly buildTarget: string;
  /** Of the build that the client runs. */
  readonly buildID: string;
  readonly locale: string;
  readonly channel: string;
};

export type SnippetFile = {
  /** Below the tree's root. */
  readonly path: string;
  /** Null: the file is empty, which says "no update, and no fallback to the plain channel". */
  readonly snippet: Snippet | null;
};

/** One client state and its files; null: the file is absent, which says "fall back". */
export type TreeState = {
  readonly state: ClientState;
  readonly complete: SnippetFile | null;
  readonly partial: SnippetFile | null;
};

export type TreeProblem = {
  readonly path: string;
  /** Counted from 1; null when it is about the whole file. */
  readonly line: number | null;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** What an import that skips what is invalid leaves out. */
  readonly leavesOut: "line" | "file" | "state";
};

export type SnippetTree = {
  /** The states whose files can all be used. */
  readonly states: readonly TreeState[];
  readonly problems: readonly TreeProblem[];
  /** How many files there are, usable or not. */
  readonly fileCount: number;
};

export type TreeOptions = {
  /** The channel of clients whose snippets are filed without one: `<product>/<branch>/<buildTarget>/…`. */
  readonly nightlyChannel: string;
  /** The version that clients of a branch ask with, where the branch is not named after it. */
  readonly branchVersions: Readonly<Record<string, string>>;
};

type Placed = { readonly state: ClientState; readonly type: PatchType };

/** Reads the files of a tree into client states, in the order of their paths. */
export function readTree(
  files: readonly { readonly path: string; readonly text: string }[],
  options: TreeOptions,
): SnippetTree {
  const states = new Map<string, { -readonly [Name in keyof TreeState]: TreeState[Name] }>();
  const problems: TreeProblem[] = [];
  const spoilt = new Set<string>();
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const placed = place(path, options);
    if (typeof placed === "string") {
      problems.push({ path, line: null, message: placed, leavesOut: "file" });
      continue;
    }
    const { snippet, problems: found } = parseSnippet(text, placed.type);
    const key = stateKey(placed.state);
    const entry = states.get(key) ?? { state: placed.state, complete: null, partial: null };
    states.set(key, entry);
    entry[placed.type] = { path, snippet };
    for (const { leavesOut, ...problem } of found) {
      problems.push({ path, ...problem, leavesOut: leavesOut === "line" ? "line" : "state" });
      if (leavesOut === "snippet") spoilt.add(key);
    }
  }
  const usable = [...states].flatMap(([key, state]) => (spoilt.has(key) ? [] : [state]));
  return { states: usable, problems, fileCount: files.length };
}

/** @returns where a file belongs, or what is wrong with its path */
function place(path: string, options: TreeOptions): Placed | string {
  const segments = path.split("/");
  const type = /^(complete|partial)\.txt$/.exec(segments.pop() ?? "")?.[1] as PatchType | undefined;
  if (type === undefined) {
    return "Only complete.txt and partial.txt are snippets: move the file out of the tree";
  }
  if (segments.length === 5) return placeNightly(segments, type, options);
  if (segments.length === 6) return { state: stateAt(segments as StatePath), type };
  return "A snippet lies at <product>/<version>/<buildTarget>/<buildID>/<locale>/<channel>/: give the directory that holds the products";
}

type StatePath = [
  product: string,
  version: string,
  buildTarget: string,
  buildID: string,
  locale: string,
  channel: string,
];

function stateAt([product, version, buildTarget, buildID, locale, channel]: StatePath): ClientState {
  return { product, version, buildTarget, buildID, locale, channel };
}

/** Nightly builds were filed by branch, without a channel. */
function placeNightly(
  segments: readonly string[],
  type: PatchType,
  { nightlyChannel, branchVersions }: TreeOptions,
): Placed | string {
  const [product = "", branch = "", buildTarget = "", buildID = "", locale = ""] = segments;
  const version = branchVersions[branch] ?? branch;
  if (!parseVersion(version)) {
    return `"${branch}" is no version: give the directory that holds the products or, for a branch of nightlies, the version that its clients ask with: --branch ${branch}=3.7a1`;
  }
  return { state: { product, version, buildTarget, buildID, locale, channel: nightlyChannel }, type };
}

export function stateKey(state: ClientState): string {
  return [state.product, state.version, state.buildTarget, state.buildID, state.locale, state.channel].join(
    "/",
  );
}

/** The state that AUS2 fell back to for a partner's channel; null for a plain channel. */
export function fallbackState(state: ClientState): ClientState | null {
  const channel = fallbackChannelOf(state.channel);
  return channel === state.channel ? null : { ...state, channel };
}

/** The path and query with which such a client asks when a person wants an update. */
export function updateUrl(state: ClientState): string {
  const { product, version, buildID, buildTarget, locale, channel } = state;
  const segments = [product, version, buildID, buildTarget, locale, channel, "default", "default", "default"];
  return `/update/3/${segments.map(encodeURIComponent).join("/")}/update.xml?force=1`;
}
