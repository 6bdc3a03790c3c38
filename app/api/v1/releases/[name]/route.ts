import { z } from "zod";

import { name } from "@/lib/http/query";
import { adminRoute, json } from "@/lib/http/route";
import { getRelease } from "@/lib/releases/service";

const params = z.strictObject({ name });

export const GET = adminRoute({ params }, async ({ actor, params: at }) =>
  json(await getRelease(actor, at.name)),
);
