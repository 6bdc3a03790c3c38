import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { everything, type Product, type ShutOff } from "@/lib/configuration/configuration";
import * as store from "@/lib/configuration/store";
import { db } from "@/lib/db/client";

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

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
