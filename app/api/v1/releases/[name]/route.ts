import { z } from "zod";

import { adminRoute, json } from "@/lib/http/route";
import { getRelease } from "@/lib/releases/service";

const params = z.strictObject({ name: z.string() });

export const GET = adminRoute({ params }, async ({ actor, params: { name } }) =>
  json(await getRelease(actor, name)),
);
