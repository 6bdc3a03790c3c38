import type { Actor, Person } from "@/lib/access/role";

/** What a caller may know of itself. */
export function shownCaller(actor: Actor): object {
  switch (actor.kind) {
    case "person":
      return shownPerson(actor);
    case "token": {
      const { kind, name, scope, products, channel } = actor;
      return { kind, name, scope, products, channel };
    }
    case "system":
      return { kind: actor.kind, name: actor.name };
  }
}

export function shownPerson({ kind, name, email, grants }: Person): object {
  return { kind, name, email, grants };
}
