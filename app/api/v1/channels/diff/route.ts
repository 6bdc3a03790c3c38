import { adminRoute, json } from "@/lib/http/route";
import { channelsQuery as query } from "@/lib/http/schemas-push";
import { compareChannels } from "@/lib/push/service-channels";

export const GET = adminRoute({ query }, async ({ actor, query: channels }) =>
  json(await compareChannels(actor, channels)),
);
