import type { Db } from "@/lib/db/client";
import { listInvariants } from "@/lib/invariants/store";
import { listAllBuilds, listReleases } from "@/lib/releases/store";
import { listRules } from "@/lib/rules/store";

import type { CurrentRows } from "./diff";
import * as store from "./store";

/**
 * Every row there is, in no order.
 *
 * @param buildsOf the releases whose builds matter; null: all
 */
export async function readRows(db: Db, buildsOf: readonly string[] | null): Promise<CurrentRows> {
  return {
    settings: [await store.getSettings(db)],
    product: await store.listProducts(db),
    channel: await store.listChannels(db),
    allowedDomain: await store.listAllowedDomains(db),
    release: await listReleases(db),
    build: await listAllBuilds(db, buildsOf),
    rule: await listRules(db),
    pin: await store.listPins(db),
    shutOff: await store.listShutOffs(db),
    invariant: await listInvariants(db),
  };
}
