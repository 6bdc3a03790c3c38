import { z } from "zod";

import { exportRecord } from "@/lib/audit/service";
import { id } from "@/lib/http/query";
import { streamLines } from "@/lib/http/lines";
import { adminRoute } from "@/lib/http/route";

const query = z.strictObject({ after: z.union([z.literal("0").transform(Number), id]).default(0) });

export const GET = adminRoute({ query }, ({ actor, query: { after } }) =>
  Promise.resolve(streamLines(exportRecord(actor, { after }))),
);
