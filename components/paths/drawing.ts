import { graphlib, layout } from "@dagrejs/dagre";

import type { Edge, Station } from "@/lib/analysis/path-traffic";
import type { End, PathGraph } from "@/lib/analysis/path-graph";

/** Something that is drawn: a release, or releases whose clients all go the same ways and to which nobody is led. */
export type Stop = {
  readonly id: string;
  readonly stations: readonly Station[];
  /** What becomes of clients that are left with it, the worst, and of how many builds; null: all go on. */
  readonly end: { readonly kind: End["kind"]; readonly count: number } | null;
  readonly place: { readonly x: number; readonly y: number };
};

export type Way = Pick<Edge, "from" | "to" | "branch" | "count" | "isDowngrade"> & {
  readonly isLoop: boolean;
};

export type Drawing = { readonly stops: readonly Stop[]; readonly ways: readonly Way[] };

export const stopSize = { width: 232, height: 60 } as const;

const worst: readonly End["kind"][] = ["loop", "dead end", "newest", "ahead", "desupported", "waits"];

/** Where releases and the ways between them are drawn, from left to right. */
export function drawPaths({ stations, edges, ends }: PathGraph): Drawing {
  const endOf = (release: string) => {
    const here = ends.filter((end) => end.release === release || end.loop.includes(release));
    const kind = worst.find((one) => here.some((end) => end.kind === one));
    if (kind === undefined) return null;
    const count = here.reduce((sum, end) => (end.kind === kind ? sum + end.count : sum), 0);
    return { kind, count };
  };
  const groups = grouped(stations, edges, (release) => endOf(release)?.kind ?? null);
  const idOf = new Map(groups.flatMap((group) => group.map(({ release }) => [release, idOfGroup(group)])));
  const ways = joined(edges, ends, idOf);
  const places = arrange([...groups.map(idOfGroup)], ways);
  return {
    stops: groups.map((group) => {
      const id = idOfGroup(group);
      return {
        id,
        stations: group,
        end: endOfAll(group.map(({ release }) => endOf(release))),
        place: places(id),
      };
    }),
    ways,
  };
}

/** Of releases that end alike. */
function endOfAll(ends: readonly Stop["end"][]): Stop["end"] {
  const [first] = ends;
  return first ? { ...first, count: ends.reduce((sum, end) => sum + (end?.count ?? 0), 0) } : null;
}

const idOfGroup = (group: readonly Station[]) => group[0]?.release ?? "";

function grouped(
  stations: readonly Station[],
  edges: readonly Edge[],
  endOf: (release: string) => string | null,
): Station[][] {
  const isReached = new Set(edges.map(({ to }) => to));
  const groups = new Map<string, Station[]>();
  for (const station of stations) {
    const { release } = station;
    const ways = edges.filter(({ from }) => from === release).map(({ to, branch }) => `${branch} ${to}`);
    const key = isReached.has(release) ? release : JSON.stringify([endOf(release), ...ways.sort()]);
    groups.set(key, [...(groups.get(key) ?? []), station]);
  }
  return [...groups.values()];
}

function joined(edges: readonly Edge[], ends: readonly End[], idOf: ReadonlyMap<string, string>): Way[] {
  const loops = ends.filter(({ kind }) => kind === "loop").map(({ loop }) => new Set(loop));
  const ways = new Map<string, Way>();
  for (const edge of edges) {
    const way: Way = {
      from: idOf.get(edge.from) ?? edge.from,
      to: idOf.get(edge.to) ?? edge.to,
      branch: edge.branch,
      count: edge.count,
      isDowngrade: edge.isDowngrade,
      isLoop: loops.some((loop) => loop.has(edge.from) && loop.has(edge.to)),
    };
    const key = `${way.branch}\n${way.from}\n${way.to}`;
    const known = ways.get(key);
    ways.set(key, known ? together(known, way) : way);
  }
  return [...ways.values()];
}

function together(a: Way, b: Way): Way {
  return {
    ...a,
    count: a.count + b.count,
    isDowngrade: a.isDowngrade || b.isDowngrade,
    isLoop: a.isLoop || b.isLoop,
  };
}

function arrange(ids: readonly string[], ways: readonly Way[]): (id: string) => { x: number; y: number } {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 20, ranksep: 96, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) graph.setNode(id, { ...stopSize });
  for (const { from, to, branch } of ways) if (from !== to) graph.setEdge(from, to, {}, branch);
  layout(graph);
  return (id) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return { x: x - stopSize.width / 2, y: y - stopSize.height / 2 };
  };
}
