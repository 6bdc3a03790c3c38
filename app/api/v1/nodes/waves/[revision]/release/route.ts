import { adminRoute, json } from "@/lib/http/route";
import { byRevision as params, releaseWaveBody } from "@/lib/http/schemas-nodes";
import { releaseWave } from "@/lib/nodes/service-waves";

export const POST = adminRoute({ params, body: releaseWaveBody }, async ({ actor, params: at, body }) => {
  await releaseWave(actor, { revision: at.revision, reason: body.reason });
  return json({});
});
