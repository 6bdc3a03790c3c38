import { everything } from "@/lib/configuration/names";
import { matchesChannel } from "@/lib/rules/match";

/** Clients that something concerns. Null: of every product, or every channel. */
export type Concerned = { readonly product: string | null; readonly channel: string | null };

/** The key of every answer. */
const root = "aus3";
/** In place of a product or channel that nothing in the configuration names: what clients make up is no key. */
const unnamed = "~";

/**
 * The keys under which caches keep an answer, from the widest to the narrowest.
 *
 * @param product null: none that the configuration knows
 * @param channel null: none that the configuration names for it
 */
export function keysOfAnswer(product: string | null, channel: string | null): string[] {
  const ofProduct = `${root}/${product === null ? unnamed : safe(product)}`;
  return [root, ofProduct, `${ofProduct}/${channel === null ? unnamed : safe(channel)}`];
}

/**
 * The keys of all answers that may not be kept any longer. Nobody knows which channels that the configuration does not
 * name a rule reaches, through a wildcard or a partner's suffix: those of the product always go with it.
 *
 * @param named the channels that the configuration names, or named before, for a product
 */
export function keysToPurge(
  concerned: readonly Concerned[],
  named: (product: string) => readonly string[],
): string[] {
  const keys = new Set<string>();
  for (const { product, channel } of concerned) {
    if (product === null || product === everything) return [root];
    const ofProduct = `${root}/${safe(product)}`;
    if (channel === null || channel === everything) keys.add(ofProduct);
    else {
      keys.add(`${ofProduct}/${unnamed}`);
      for (const name of channelsMeant(channel, named(product))) keys.add(`${ofProduct}/${safe(name)}`);
    }
  }
  // What a wider key holds needs no narrower one.
  return [...keys].filter((key) => !keys.has(key.slice(0, key.lastIndexOf("/")))).sort();
}

/** The key of clients whose product the configuration did not know. */
export const unknownProductKey = `${root}/${unnamed}`;

function channelsMeant(condition: string, named: readonly string[]): string[] {
  const meant = named.filter((name) => {
    if (name.endsWith("*")) return false;
    const mark = name.indexOf("-cck-");
    const fallbackChannel = mark < 0 ? name : name.slice(0, mark);
    return matchesChannel(condition, { channel: name, fallbackChannel });
  });
  return condition.endsWith("*") ? meant : [...new Set([condition, ...meant])];
}

/** Letters, digits, ".", "_" and "-" stay; every other byte becomes "=" and two digits, as all caches take it. */
function safe(name: string): string {
  return name.replace(/[^\w.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `=${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}
