import { byId, byName } from "../schemas";
import { deliveriesQuery, hookBody, hookSecretBody } from "../schemas-hooks";

import type { ApiRoute } from "./api-route";

const administer = "administer each product of the hook";

/** Who outside hears of changes. Hooks are changed and deleted by operations, as everything. */
export const hookRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/hooks",
    summary: "The hooks, without their secrets",
    permission: "administer every product",
    answer: "hooks",
  },
  {
    method: "POST",
    path: "/hooks",
    summary: "Add a hook; the answer holds the secret that its deliveries are signed with, this once",
    permission: administer,
    body: hookBody,
    answer: "hookSecret",
  },
  {
    method: "POST",
    path: "/hooks/{name}/secret",
    summary:
      "Give a hook a new secret; the answer holds it, this once. One of a cache or a chat is given its `credential`",
    permission: administer,
    params: byName,
    body: hookSecretBody,
    answer: "hookSecret",
  },
  {
    method: "GET",
    path: "/hooks/{name}/deliveries",
    summary:
      "What a hook was told or is to be, the newest first; `next` of the answer is the `before` of the older ones",
    permission: administer,
    params: byName,
    query: deliveriesQuery,
    answer: "deliveries",
  },
  {
    method: "POST",
    path: "/hook-deliveries/{id}/repeat",
    summary: "Make a delivery anew, whatever became of it",
    permission: administer,
    params: byId,
    answer: "done",
  },
];
