import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { addDeliveryJob } from "@/lib/jobs/store";

import { isChat, purgeAdapters, type Adapter, type ChatAdapter } from "./adapter";
import { payloadFor, wants, type Announcement } from "./announcement";
import type { Delivery, DeliveryState, Hook, HookEvent } from "./hook";
import { purgeIn, type Purge } from "./store-purge";

export type StoredHook = Hook & { readonly rowVersion: number; readonly hasSecret: boolean };

const hookColumns = {
  name: true,
  url: true,
  adapter: true,
  events: true,
  products: true,
  enabled: true,
  comment: true,
  rowVersion: true,
  secret: { select: { name: true } },
} as const;

function toHook({
  secret,
  events,
  adapter,
  ...row
}: Prisma.HookGetPayload<{ select: typeof hookColumns }>): StoredHook {
  return { ...row, events: events as HookEvent[], adapter: adapter as Adapter, hasSecret: secret !== null };
}

/** By name. */
export async function listHooks(db: Db): Promise<StoredHook[]> {
  return (await db.hook.findMany({ select: hookColumns, orderBy: { name: "asc" } })).map(toHook);
}

export async function findHook(db: Db, name: string): Promise<StoredHook | null> {
  const row = await db.hook.findUnique({ where: { name }, select: hookColumns });
  return row && toHook(row);
}

/** Gives a hook this secret instead of whatever it had. */
export async function putHookSecret(tx: Tx, name: string, secret: string): Promise<void> {
  await tx.hookSecret.upsert({
    where: { name },
    create: { name, secret },
    update: { secret },
    select: { name: true },
  });
}

export async function deleteHookSecret(tx: Tx, name: string): Promise<void> {
  await tx.hookSecret.deleteMany({ where: { name } });
}

/** Whether anybody wants to hear of an event; most often nobody does. */
export async function isAwaited(db: Db, event: HookEvent): Promise<boolean> {
  return (
    (await db.hook.findFirst({
      where: { enabled: true, adapter: { notIn: [...purgeAdapters] }, events: { has: event } },
      select: { name: true },
    })) !== null
  );
}

/** Has everybody told who wants to hear of it, once the transaction commits. */
export async function announce(tx: Tx, announcement: Announcement): Promise<void> {
  const hooks = await tx.hook.findMany({
    where: { enabled: true, adapter: { notIn: [...purgeAdapters] }, events: { has: announcement.event } },
    select: hookColumns,
    orderBy: { name: "asc" },
  });
  for (const hook of hooks.map(toHook).filter((each) => wants(each, announcement))) {
    const { id } = await tx.hookDelivery.create({
      data: {
        hookName: hook.name,
        event: announcement.event,
        payload: payloadFor(hook, announcement) as Prisma.InputJsonObject,
        createdAt: announcement.at,
      },
      select: { id: true },
    });
    await addDeliveryJob(tx, id, hook.name);
  }
}

const deliveryColumns = {
  id: true,
  hookName: true,
  event: true,
  payload: true,
  state: true,
  attempts: true,
  status: true,
  problem: true,
  createdAt: true,
  triedAt: true,
  nextAt: true,
} as const;

function toDelivery({
  hookName,
  event,
  state,
  payload,
  ...row
}: Prisma.HookDeliveryGetPayload<{ select: typeof deliveryColumns }>): Delivery {
  return {
    ...row,
    hook: hookName,
    event: event as HookEvent,
    state: state as DeliveryState,
    purges: (payload as { keys?: string[] }).keys ?? null,
  };
}

/** The newest first. @param before only those with a lower number; null: all */
export async function listDeliveries(
  db: Db,
  hook: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<Delivery[]> {
  const rows = await db.hookDelivery.findMany({
    where: { hookName: hook, ...(before !== null && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit,
    select: deliveryColumns,
  });
  return rows.map(toDelivery);
}

export async function findDelivery(db: Db, id: number): Promise<Delivery | null> {
  const row = await db.hookDelivery.findUnique({ where: { id }, select: deliveryColumns });
  return row && toDelivery(row);
}

export type ToSend = {
  readonly id: number;
  readonly url: string;
  readonly enabled: boolean;
  /** Null: the hook has none yet. */
  readonly secret: string | null;
  readonly body: string;
  /** Null: it is told of an event. */
  readonly purge: Purge | null;
  /** How people are told; null: it is no chat. */
  readonly chat: { readonly adapter: ChatAdapter; readonly payload: unknown } | null;
};

/** What is to be sent; null when it was delivered, or is gone with its hook. */
export async function findToSend(db: Db, id: number): Promise<ToSend | null> {
  const row = await db.hookDelivery.findUnique({
    where: { id },
    select: {
      state: true,
      payload: true,
      hook: { select: { url: true, adapter: true, enabled: true, secret: { select: { secret: true } } } },
    },
  });
  if (!row || row.state === "delivered") return null;
  const { url, enabled, secret } = row.hook;
  const adapter = row.hook.adapter as Adapter;
  return {
    id,
    url,
    enabled,
    secret: secret?.secret ?? null,
    body: JSON.stringify({ id, ...(row.payload as object) }),
    purge: purgeIn(row.payload, { adapter, url, credential: secret?.secret ?? null }),
    chat: isChat(adapter) ? { adapter, payload: row.payload } : null,
  };
}

export type Attempted = Pick<Delivery, "state" | "status" | "problem" | "nextAt"> & {
  readonly triedAt: Date;
};

export async function noteAttempt(db: Db, id: number, attempted: Attempted): Promise<void> {
  await db.hookDelivery.updateMany({ where: { id }, data: { ...attempted, attempts: { increment: 1 } } });
}

/** Has a delivery made anew, whatever became of it. */
export async function resetDelivery(tx: Tx, { id, hook }: Pick<Delivery, "id" | "hook">): Promise<void> {
  await tx.hookDelivery.updateMany({ where: { id }, data: { state: "pending", nextAt: null } });
  await addDeliveryJob(tx, id, hook);
}

/** Deliveries that are over. */
export async function deleteOldDeliveries(db: Db, createdBefore: Date): Promise<void> {
  await db.hookDelivery.deleteMany({
    where: { state: { not: "pending" }, createdAt: { lt: createdBefore } },
  });
}
