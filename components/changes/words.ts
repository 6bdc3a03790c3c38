import type { SigningRole } from "@/lib/policies/requirements";

/** So many people have to sign in a role, and so many have. */
export type ShownRequirement = {
  role: SigningRole;
  /** Null: for every product. */
  product: string | null;
  count: number;
  given: number;
};

/** "1/1 driver of Heron". */
export function requirementInWords({ role, product, count, given }: ShownRequirement): string {
  return `${String(given)}/${String(count)} ${role} of ${product ?? "every product"}`;
}

/** "waits for a manager and 2 admins"; empty when nobody is missing. */
export function missingInWords(requirements: readonly ShownRequirement[]): string {
  const missing = requirements
    .filter(({ given, count }) => given < count)
    .map(({ role, count, given }) => many(count - given, role));
  if (missing.length === 0) return "";
  const last = missing.at(-1) ?? "";
  return `waits for ${missing.length === 1 ? last : `${missing.slice(0, -1).join(", ")} and ${last}`}`;
}

function many(count: number, role: string): string {
  if (count > 1) return `${String(count)} ${role}s`;
  return `${role.startsWith("a") ? "an" : "a"} ${role}`;
}

/** "Heron and Osprey"; "*" is every product. */
export function productsInWords(products: readonly string[]): string {
  if (products.includes("*")) return "every product";
  if (products.length === 0) return "no product";
  const [first = "", second = ""] = products;
  if (products.length > 3) return `${first}, ${second} and ${String(products.length - 2)} more`;
  const last = products.at(-1) ?? "";
  return products.length === 1 ? last : `${products.slice(0, -1).join(", ")} and ${last}`;
}
