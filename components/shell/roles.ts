import { roles } from "@/lib/access/role";
import type { Grant } from "@/lib/access/role";

/** "Manager", or "Driver of Heron and Osprey": the highest role, and where it holds. */
export function roleInWords(grants: readonly Grant[]): string {
  const highest = [...roles].reverse().find((role) => grants.some((grant) => grant.role === role));
  if (!highest) return "No role yet";
  const word = capitalized(highest);
  const products = grants.filter(({ role }) => role === highest).map(({ product }) => product);
  return products.includes("*") ? word : `${word} of ${products.join(" and ")}`;
}

/** What somebody is where: the highest role of each product, that for every product first. */
export function rolesByProduct(grants: readonly Grant[]): { product: string; role: string }[] {
  const products = [...new Set(grants.map(({ product }) => product))].sort();
  return products.map((product) => {
    const held = grants.filter((grant) => grant.product === product).map(({ role }) => role);
    const highest = [...roles].reverse().find((role) => held.includes(role)) ?? "";
    return { product: product === "*" ? "Every product" : product, role: capitalized(highest) };
  });
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
