import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import {
  everything,
  type AllowedDomain,
  type Channel,
  type Pin,
  type Product,
  type Settings,
  type ShutOff,
} from "@/lib/configuration/configuration";
import * as store from "@/lib/configuration/store";
import { keyOf } from "@/lib/changes/row";
import { db } from "@/lib/db/client";
import { firstOf, type Page } from "@/lib/page";
import { meetsChannel, says } from "@/lib/rules/filter";

type Stored<Row> = Row & { readonly rowVersion: number };

/** The products that the actor may see, by name. */
export async function listProducts(actor: Actor): Promise<Stored<Product>[]> {
  authorizeReading(actor);
  const products = (await store.listProducts(db())).filter(({ name }) => canSee(actor, name));
  return products.sort((a, b) => order(a.name, b.name));
}

/** What is switched off of the products that the actor may see, and for every product; by product and channel. */
export async function listShutOffs(actor: Actor): Promise<Stored<ShutOff>[]> {
  authorizeReading(actor);
  const shutOffs = await store.listShutOffs(db());
  return shutOffs
    .filter(({ product }) => canSee(actor, product === everything ? null : product))
    .sort((a, b) => order(a.product, b.product) || order(a.channel, b.channel));
}

export type ShutOffFilter = {
  readonly product?: string | undefined;
  /** Shut-offs that hold for clients of this channel. */
  readonly channel?: string | undefined;
  /** A part of any of its texts. */
  readonly q?: string | undefined;
};

/** A page of the shut-offs that fit a filter. `next` is the `after` of the next one; null at the end. */
export async function findShutOffs(
  actor: Actor,
  { product, channel, q, after, limit }: ShutOffFilter & Page,
): Promise<{ shutOffs: Stored<ShutOff>[]; next: string | null }> {
  const shutOffs = (await listShutOffs(actor)).filter(
    (row) =>
      (product === undefined || [everything, product].includes(row.product)) &&
      (channel === undefined || meetsChannel(row.channel, channel)) &&
      (q === undefined || says(row, q)),
  );
  const key = (row: ShutOff) => keyOf("shutOff", row);
  const rest = shutOffs.filter((row) => after === null || key(row) > after);
  const { shown, last } = firstOf(
    rest.sort((a, b) => order(key(a), key(b))),
    limit,
  );
  return { shutOffs: shown, next: last && key(last) };
}

/** The channels that have a row of their own, of products that the actor may see. */
export async function listChannels(actor: Actor, product?: string): Promise<Stored<Channel>[]> {
  authorizeReading(actor);
  const channels = (await store.listChannels(db())).filter((row) => isOf(actor, row, product));
  return channels.sort((a, b) => order(a.product, b.product) || order(a.name, b.name));
}

/** Where clients go that asked to stay on a version, of products that the actor may see. */
export async function listPins(actor: Actor, product?: string): Promise<Stored<Pin>[]> {
  authorizeReading(actor);
  const pins = (await store.listPins(db())).filter((row) => isOf(actor, row, product));
  return pins.sort((a, b) => order(keyOf("pin", a), keyOf("pin", b)));
}

function isOf(actor: Actor, row: { readonly product: string }, product: string | undefined): boolean {
  return canSee(actor, row.product) && (product === undefined || row.product === product);
}

/** The hosts that files may lie on, with those of their products that the actor may see. */
export async function listAllowedDomains(actor: Actor): Promise<Stored<AllowedDomain>[]> {
  authorizeReading(actor);
  const rows = (await store.listAllowedDomains(db()))
    .map((row) => ({ ...row, products: row.products.filter((product) => canSee(actor, product)) }))
    .filter(({ products }) => products.length > 0);
  return rows.sort((a, b) => order(a.host, b.host) || a.position - b.position);
}

export async function readSettings(actor: Actor): Promise<Stored<Settings>> {
  authorizeReading(actor);
  return store.getSettings(db());
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
