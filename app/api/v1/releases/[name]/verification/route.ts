import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { verifyFilesBody as body } from "@/lib/http/schemas-verify";
import { readReleaseVerification, startReleaseVerification } from "@/lib/verify/service";

export const GET = adminRoute({ params }, async ({ actor, params: { name } }) =>
  json(await readReleaseVerification(actor, name)),
);

export const POST = adminRoute({ params, body }, async ({ actor, params: { name }, body: { files } }) =>
  json({ task: await startReleaseVerification(actor, name, files) }),
);
