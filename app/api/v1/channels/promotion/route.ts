import { adminRoute, json } from "@/lib/http/route";
import { promotionBody as body } from "@/lib/http/schemas-push";
import { planPromotion } from "@/lib/push/service-channels";

export const POST = adminRoute({ body }, async ({ actor, body: asked }) =>
  json(await planPromotion(actor, asked)),
);
