import { adminRoute, json } from "@/lib/http/route";
import { listProducts } from "@/lib/products/service";

export const GET = adminRoute({}, async ({ actor }) => json({ products: await listProducts(actor) }));
