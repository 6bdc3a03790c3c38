import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { everything } from "@/lib/configuration/names";
import { db } from "@/lib/db/client";

import type { Policy } from "./policy";
import * as store from "./store";

/** The policies of products that the actor may look at, and of all products. */
export async function listPolicies(actor: Actor): Promise<(Policy & { readonly rowVersion: number })[]> {
  authorizeReading(actor);
  const policies = await store.listPolicies(db());
  return policies.filter(({ product }) => canSee(actor, product === everything ? null : product));
}
