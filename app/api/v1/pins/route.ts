import { adminRoute, json } from "@/lib/http/route";
import { productQuery as query } from "@/lib/http/schemas";
import { listPins } from "@/lib/products/service";

export const GET = adminRoute({ query }, async ({ actor, query: { product } }) =>
  json({ pins: await listPins(actor, product) }),
);
