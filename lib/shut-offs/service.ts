import { authorizeReading, can } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { submitChangeSet, type Submitted } from "@/lib/change-sets/service";
import { keyOf } from "@/lib/changes/row";
import { everything, type ShutOff } from "@/lib/configuration/configuration";
import { listChannels, listProducts } from "@/lib/configuration/store";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { listShutOffs } from "@/lib/products/service";

/** Products of which the actor may switch updates off, with their channels; "*": all of them. */
export async function listPlaces(actor: Actor): Promise<{ product: string; channels: string[] }[]> {
  authorizeReading(actor);
  const [products, channels] = await Promise.all([listProducts(db()), listChannels(db())]);
  const own = products
    .map(({ name }) => name)
    .filter((name) => can(actor, "push", { product: name }))
    .sort()
    .map((product) => ({
      product,
      channels: channels.flatMap((channel) => (channel.product === product ? [channel.name] : [])).sort(),
    }));
  const all = [...new Set(own.flatMap((one) => one.channels))].sort();
  return can(actor, "push", { product: null }) ? [...own, { product: everything, channels: all }] : own;
}

/** Switches updates off, at once. @throws Refusal as `submitChangeSet` */
export async function switchOff(actor: Actor, shutOff: ShutOff): Promise<Submitted> {
  requireReason(shutOff.reason);
  return submitChangeSet(actor, {
    operations: [{ entity: "shutOff", action: "create", value: shutOff }],
    reason: shutOff.reason,
    source: "ui",
  });
}

/**
 * Switches updates on again, as far as the actor may: it waits for the sign-offs that the channel asks for.
 *
 * @param key as the record names it
 * @throws Refusal "not-found" when they are on already, or as `submitChangeSet`
 */
export async function switchOn(
  actor: Actor,
  { key, reason }: { key: string; reason: string },
): Promise<Submitted> {
  requireReason(reason);
  const shutOff = (await listShutOffs(actor)).find((one) => keyOf("shutOff", one) === key);
  if (!shutOff) throw new Refusal("not-found", "Updates are on already: somebody was faster");
  const { product, channel, buildTarget, version, locale, rowVersion } = shutOff;
  return submitChangeSet(actor, {
    operations: [
      {
        entity: "shutOff",
        action: "delete",
        key: { product, channel, buildTarget, version, locale },
        rowVersion,
      },
    ],
    reason,
    source: "ui",
  });
}

function requireReason(reason: string): void {
  if (reason.trim() !== "") return;
  const detail = "Give a reason";
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/reason", detail }] });
}
