import { z } from "zod";

/** Who the service takes the command line for. */
export const callerSchema = z.looseObject({
  kind: z.string(),
  name: z.string(),
  email: z.string().optional(),
  grants: z.array(z.object({ role: z.string(), product: z.string() })).optional(),
  scope: z.string().optional(),
  products: z.array(z.string()).optional(),
  channel: z.string().optional(),
});

export type Caller = z.output<typeof callerSchema>;

const everything = "*";

/** One line, e.g. "Ada Berg <admin@example.com>: admin of every product". */
export function describeCaller({ kind, name, email, grants, scope, products, channel }: Caller): string {
  if (kind === "person") {
    const roles = (grants ?? []).map(({ role, product }) => `${role} of ${named([product])}`);
    return `${name} <${email ?? ""}>: ${roles.length > 0 ? roles.join(", ") : "no role yet"}`;
  }
  const where = channel === undefined || channel === everything ? "" : `, on ${channel}`;
  return `${kind} ${name}: ${scope ?? ""} for ${named(products ?? [])}${where}`;
}

function named(products: readonly string[]): string {
  return products.length === 0 || products.includes(everything) ? "every product" : products.join(" and ");
}
