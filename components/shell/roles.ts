import { roles } from "@/lib/access/role";
import type { Grant } from "@/lib/access/role";

/** "Manager", or "Driver of Heron and Osprey": the highest role, and where it holds. */
export function roleInWords(grants: readonly Grant[]): string {
  const highest = [...roles].reverse().find((role) => grants.some((grant) => grant.role === role));
  if (!highest) return "No role yet";
  const word = highest.charAt(0).toUpperCase() + highest.slice(1);
  const products = grants.filter(({ role }) => role === highest).map(({ product }) => product);
  return products.includes("*") ? word : `${word} of ${products.join(" and ")}`;
}
