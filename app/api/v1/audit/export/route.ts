import { exportRecord } from "@/lib/audit/service";
import { streamLines } from "@/lib/http/lines";
import { adminRoute } from "@/lib/http/route";
import { recordQuery as query } from "@/lib/http/schemas";

export const GET = adminRoute({ query }, ({ actor, query: wanted }) =>
  Promise.resolve(streamLines(exportRecord(actor, wanted))),
);
