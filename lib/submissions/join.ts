import { placeOf, type SubmittedBuild } from "./submission";

type Member = { readonly builds: readonly SubmittedBuild[] };

/** More at once would make the first of them wait for long. */
const mostBuilds = 200;

/**
 * Which of the submissions that wait can be made as one, the oldest among them: no two are about one build. The others
 * wait on, in their order.
 */
export function takeJoinable<M extends Member>(waiting: readonly M[]): { taken: M[]; left: M[] } {
  const places = new Set<string>();
  const taken: M[] = [];
  const left: M[] = [];
  for (const member of waiting) {
    const own = member.builds.map(placeOf);
    const fits = places.size + own.length <= mostBuilds && own.every((place) => !places.has(place));
    if (taken.length > 0 && !fits) left.push(member);
    else {
      taken.push(member);
      for (const place of own) places.add(place);
    }
  }
  return { taken, left };
}

/** Where the builds of each begin when all are in one list. */
export function startsOf(members: readonly Member[]): number[] {
  const starts: number[] = [];
  let start = 0;
  for (const { builds } of members) {
    starts.push(start);
    start += builds.length;
  }
  return starts;
}

/** A pointer into the list of all as one into a member's own; null: it is about another's. */
export function ownPointer(pointer: string, start: number, length: number): string | null {
  const [, index, rest = ""] = /^\/builds\/(\d+)(\/.*)?$/.exec(pointer) ?? [];
  if (index === undefined) return pointer;
  const own = Number(index) - start;
  return own >= 0 && own < length ? `/builds/${own}${rest}` : null;
}
