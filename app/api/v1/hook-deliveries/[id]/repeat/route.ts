import { repeatDelivery } from "@/lib/hooks/service";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";

export const POST = adminRoute({ params }, async ({ actor, params: at }) => {
  await repeatDelivery(actor, at.id);
  return json({});
});
