import { readAgenda } from "@/lib/change-sets/service-agenda";
import { adminRoute, json } from "@/lib/http/route";
import { agendaQuery as query } from "@/lib/http/schemas-change-sets";

export const GET = adminRoute({ query }, async ({ actor, query: { hours } }) =>
  json({ items: await readAgenda(actor, new Date(), hours) }),
);
