import type { Place } from "./finding";

/**
 * The names that stand for another one, without those that stand for themselves in the end: nothing can be
 * served for them.
 */
export function usableAliases(
  aliasOf: (name: string) => string | null,
  names: readonly string[],
  placeOf: (name: string) => Place,
): ReadonlyMap<string, string> {
  const usable = new Map<string, string>();
  for (const name of names) {
    const alias = aliasOf(name);
    if (alias === null) continue;
    if (standsForItself(name, alias, aliasOf)) {
      placeOf(name).error(`${name} stands for itself`, "Name one that has builds", "The alias is left out");
    } else usable.set(name, alias);
  }
  return usable;
}

function standsForItself(name: string, alias: string, aliasOf: (name: string) => string | null): boolean {
  const passed = new Set<string>();
  for (let at: string | null = alias; at !== null && !passed.has(at); at = aliasOf(at)) {
    if (at === name) return true;
    passed.add(at);
  }
  return false;
}
