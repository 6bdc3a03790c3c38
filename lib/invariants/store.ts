import type { Db } from "@/lib/db/client";

import type { Invariant } from "./invariant";

/** By name. */
export async function listInvariants(db: Db): Promise<(Invariant & { readonly rowVersion: number })[]> {
  const rows = await db.invariant.findMany({ orderBy: { name: "asc" } });
  return rows.map(({ enforcement, ...row }) => ({
    ...row,
    enforcement: enforcement as Invariant["enforcement"],
  }));
}
