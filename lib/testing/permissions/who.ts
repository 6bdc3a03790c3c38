import { actors, type Label, type Place } from "./world";

/** Written by hand, from what is promised: never from the code that is tested. */
export type Who = {
  /** The least role of people, held for the product in question, for every product, or for any. */
  readonly people?: readonly ["nobody" | "viewer" | "driver" | "manager" | "admin", "own" | "all" | "any"];
  readonly tokens?: readonly [scopes: string, "own" | "all" | "any"];
  readonly only?: Label;
  readonly anonymous?: true;
};

export const everybody: Who = {
  people: ["nobody", "any"],
  tokens: ["read submit push admin", "any"],
  anonymous: true,
};
export const known: Who = { people: ["nobody", "any"], tokens: ["read submit push admin", "any"] };
export const readers: Who = { people: ["viewer", "any"], tokens: ["read submit push admin", "any"] };
export const readersOfAll: Who = { people: ["viewer", "all"], tokens: ["read submit push admin", "all"] };
export const readersOfOwn: Who = { people: ["viewer", "own"], tokens: ["read submit push admin", "own"] };
export const submitters: Who = { people: ["driver", "own"], tokens: ["submit push admin", "own"] };
export const pushers: Who = { people: ["driver", "own"], tokens: ["push admin", "own"] };
export const pushersOfAll: Who = { people: ["driver", "all"], tokens: ["push admin", "all"] };
export const editors: Who = { people: ["driver", "own"], tokens: ["admin", "own"] };
export const signers: Who = { people: ["driver", "own"] };
export const managers: Who = { people: ["manager", "own"] };
export const governors: Who = { people: ["manager", "own"], tokens: ["admin", "own"] };
export const governorsOfAll: Who = { people: ["manager", "all"], tokens: ["admin", "all"] };
export const administrators: Who = { people: ["admin", "own"], tokens: ["admin", "own"] };
export const administratorsOfAny: Who = { people: ["admin", "any"], tokens: ["admin", "any"] };
export const administratorsOfAll: Who = { people: ["admin", "all"], tokens: ["admin", "all"] };

const ranks = ["nobody", "viewer", "driver", "manager", "admin"];
const holds = (place: Place, where: "own" | "all" | "any") =>
  where === "any" || place === "*" || (where === "own" && place === "Own");

export function isAllowed({ people, tokens, only, anonymous }: Who, label: Label): boolean {
  const actor = actors[label];
  if (only !== undefined) return only === label;
  if (!actor || actor.kind === "anonymous") return anonymous === true;
  if (actor.kind === "token") {
    return tokens !== undefined && tokens[0].split(" ").includes(actor.rank) && holds(actor.place, tokens[1]);
  }
  if (people === undefined || ranks.indexOf(actor.rank) < ranks.indexOf(people[0])) return false;
  return actor.rank === "nobody" || holds(actor.place, people[1]);
}
