import { z } from "zod";

import { allProducts, roles, roleSchema, sortedGrants, type Grant } from "./role";

/** The grants that members of a provider's groups get, by the group's name. */
export type GroupRoles = ReadonlyMap<string, readonly Grant[]>;

const example = "drivers=driver@Firefox,admins=admin";
const mappingSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/**
 * Reads `group=role@product,…`, or the same as JSON: {"group": ["role@product", …]}. Without a product the role is
 * for all of them.
 * @throws an Error that says what is wrong and how it should be
 */
export function readGroupRoles(text: string): GroupRoles {
  const given = text.trim().startsWith("{") ? fromJson(text) : fromPairs(text);
  const made = new Map<string, Grant[]>();
  for (const [group, role] of given) {
    if (group === "") throw new Error(`a role without a group; write e.g. ${example}`);
    made.set(group, [...(made.get(group) ?? []), readGrant(role)]);
  }
  if (made.size === 0) throw new Error(`name at least one group, e.g. ${example}`);
  return made;
}

function fromJson(text: string): (readonly [string, string])[] {
  const mapping = mappingSchema.safeParse(parseJson(text));
  if (!mapping.success) {
    throw new Error('write a role or a list of them for each group: {"drivers": "driver"}');
  }
  return Object.entries(mapping.data).flatMap(([group, given]) =>
    [given].flat().map((role) => [group, role] as const),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`this is not JSON; write it as JSON or as ${example}`);
  }
}

function fromPairs(text: string): (readonly [string, string])[] {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return pairs.map((pair) => {
    // Names of groups may hold "=", as those of directories do; roles do not.
    const at = pair.lastIndexOf("=");
    if (at < 0) throw new Error(`"${pair.trim()}" names no role; write e.g. ${example}`);
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
}

function readGrant(text: string): Grant {
  const [name = "", ...rest] = text.split("@");
  const role = roleSchema.safeParse(name.trim());
  if (!role.success) throw new Error(`"${text}" is no role; take ${roles.join(", ")}, e.g. driver@Firefox`);
  const product = rest.join("@").trim();
  if (rest.length > 0 && product === "") throw new Error(`"${text}" names no product after the @`);
  return { role: role.data, product: rest.length === 0 ? allProducts : product };
}

/** The grants that membership of these groups gives: each once, in an order of their own. */
export function grantsOfGroups(mapping: GroupRoles, groups: readonly string[]): Grant[] {
  const all = groups.flatMap((group) => mapping.get(group) ?? []);
  return sortedGrants(all);
}

/** A claim about groups as providers send it: a list of names, one name, or none. */
export function readGroups(claim: unknown): string[] {
  if (typeof claim === "string") return [claim];
  return Array.isArray(claim) ? claim.filter((one): one is string => typeof one === "string") : [];
}
