import { everything } from "@/lib/configuration/names";

import type { Hook, HookEvent } from "./hook";

/** Something that happened, for whoever wants to hear of it. */
export type Announcement = {
  readonly event: HookEvent;
  readonly at: Date;
  /** Who did it, as the record names them. */
  readonly actor: string;
  /** The products that it is about; "*": all of them. */
  readonly products: readonly string[];
  /** What else there is to tell. */
  readonly about: Readonly<Record<string, unknown>>;
};

type Audience = Pick<Hook, "enabled" | "events" | "products">;

export function wants({ enabled, events, products }: Audience, { event, ...told }: Announcement): boolean {
  if (!enabled || !events.includes(event)) return false;
  return products.length === 0 || told.products.some((name) => isOfInterest(products, name));
}

/** What a hook is sent. Other products than its own are none of its business. */
export function payloadFor(
  { products }: Audience,
  { event, at, actor, about, ...told }: Announcement,
): Record<string, unknown> {
  const own = told.products.filter((name) => products.length === 0 || isOfInterest(products, name));
  return { event, at: at.toISOString(), actor, products: own, ...about };
}

function isOfInterest(products: readonly string[], name: string): boolean {
  return name === everything || products.includes(name);
}
