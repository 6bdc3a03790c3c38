import type { RowChange } from "@/lib/changes/row";
import type { Db } from "@/lib/db/client";

import type { GuardContext } from "./guarded";
import { demandSchema, type Policy } from "./policy";

type StoredPolicy = Policy & { readonly rowVersion: number };

/** By subject, product and channel. */
export async function listPolicies(db: Db): Promise<StoredPolicy[]> {
  const rows = await db.policy.findMany({
    select: {
      subject: true,
      product: true,
      channel: true,
      drivers: true,
      managers: true,
      admins: true,
      restoring: true,
      comment: true,
      rowVersion: true,
    },
    orderBy: [{ subject: "asc" }, { product: "asc" }, { channel: "asc" }],
  });
  return rows.map(({ subject, restoring, ...row }) => ({
    ...row,
    subject: subject as Policy["subject"],
    restoring: demandSchema.nullable().parse(restoring),
  }));
}

/** What has to be known to tell whom a change concerns. Where there is no policy, nothing has to be. */
export async function readGuardContext(db: Db, changes: readonly RowChange[]): Promise<GuardContext> {
  const policies = await listPolicies(db);
  const nothing = { policies, rules: [], pins: [], bundles: [], shutOffs: [] };
  if (policies.length === 0) return nothing;
  return {
    ...(await readUses(db, changes)),
    policies,
    shutOffs: changes.some(({ entity }) => entity === "shutOff") ? await listShutOffs(db) : [],
  };
}

/** For whom the releases are that a change touches. */
export async function readUses(db: Db, changes: readonly RowChange[]): Promise<GuardContext> {
  const nothing = { policies: [], rules: [], pins: [], bundles: [], shutOffs: [] };
  const names = releasesTouched(changes);
  const bundles = names.length === 0 ? [] : await listBundlesOf(db, names);
  const mapped = [...names, ...bundles.map(({ name }) => name)];
  return {
    ...nothing,
    bundles,
    ...(mapped.length > 0 && (await readMappers(db, mapped))),
  };
}

function releasesTouched(changes: readonly RowChange[]): string[] {
  const names = changes.flatMap((change) => {
    if (change.entity === "release") return [change.key];
    if (change.entity !== "build") return [];
    return [change.before, change.after].flatMap((row) => (row ? [row.release] : []));
  });
  return [...new Set(names)];
}

async function listBundlesOf(
  db: Db,
  names: readonly string[],
): Promise<{ name: string; releases: string[] }[]> {
  return db.$queryRaw`
    SELECT name, array(SELECT json_array_elements_text(content -> 'releases')) AS releases
    FROM releases
    WHERE kind = 'bundle' AND EXISTS (
      SELECT FROM json_array_elements_text(content -> 'releases') AS member WHERE member = ANY (${[...names]})
    )`;
}

async function readMappers(db: Db, names: readonly string[]): Promise<Pick<GuardContext, "rules" | "pins">> {
  const mapping = { in: [...names] };
  const rules = await db.rule.findMany({
    where: { enabled: true, OR: [{ mapping }, { fallbackMapping: mapping }] },
    select: { product: true, channel: true, mapping: true, fallbackMapping: true },
  });
  const pins = await db.pin.findMany({
    where: { mapping },
    select: { productName: true, channel: true, mapping: true },
  });
  return { rules, pins: pins.map(({ productName, ...pin }) => ({ product: productName, ...pin })) };
}

async function listShutOffs(db: Db): Promise<GuardContext["shutOffs"]> {
  return db.shutOff.findMany({
    select: {
      product: true,
      channel: true,
      buildTarget: true,
      version: true,
      locale: true,
      reason: true,
      rowVersion: true,
    },
  });
}
