import type { Db } from "@/lib/db/client";

export type LastEvent = { id: number; kind: string; actor: string; products: string[] };

/** What happened last to a change set. */
export async function findLastEvent(db: Db, changeSetId: number): Promise<LastEvent | null> {
  const event = await db.changeSetEvent.findFirst({
    where: { changeSetId },
    orderBy: { id: "desc" },
    select: { id: true, kind: true, actor: true, changeSet: { select: { products: true } } },
  });
  return (
    event && {
      id: Number(event.id),
      kind: event.kind,
      actor: event.actor,
      products: event.changeSet.products,
    }
  );
}

/** How far things have come: the newest revision, and the newest event of any change set. */
export async function findPosition(db: Db): Promise<{ revision: number; event: number }> {
  const [head, last] = await Promise.all([
    db.head.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } }),
    db.changeSetEvent.aggregate({ _max: { id: true } }),
  ]);
  return { revision: head.revision, event: Number(last._max.id ?? 0) };
}

/** Who made a revision. */
export async function findMaker(db: Db, id: number): Promise<{ actor: string; reason: string } | null> {
  return db.revision.findUnique({ where: { id }, select: { actor: true, reason: true } });
}
