import { actorName, system } from "@/lib/access/role";
import { everything } from "@/lib/configuration/names";
import { transaction } from "@/lib/db/client";
import { announce } from "@/lib/hooks/store";
import { log } from "@/lib/log";

import { listNodes } from "./service";
import * as store from "./store-alarms";

/** In milliseconds: an alarm that comes and goes within this time is told once. */
const restless = 900_000;

const watcher = system("worker");

/** Tells the log and hooks what is newly wrong with nodes. */
export async function watchNodes(now: Date): Promise<void> {
  const { alarms } = await listNodes(watcher);
  const news = await transaction(async (tx) => {
    const told = await store.listTold(tx);
    const fresh = alarms.filter((alarm) => !told.some((one) => isSame(one, alarm)));
    await store.putTold(tx, alarms, now);
    await store.deleteTold(tx, new Date(now.getTime() - restless));
    if (fresh.length > 0) {
      await announce(tx, {
        event: "node-alarm",
        at: now,
        actor: actorName(watcher),
        products: [everything],
        about: { alarms: fresh },
      });
    }
    return fresh;
  });
  // A transaction that is tried again would tell it twice.
  for (const { node, code, detail } of news) log.warn({ node, alarm: code }, detail);
}

type Told = { readonly node: string; readonly code: string };

const isSame = (one: Told, other: Told) => one.node === other.node && one.code === other.code;
