import { trafficQuery } from "../schemas-traffic";

import { read, type ApiRoute } from "./api-route";

/** What clients ask and are answered. */
export const trafficRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/traffic",
    summary:
      "What clients asked and were answered, step by step; `planned` divided by `throttled` is the percentage that " +
      "the rates let through, `outside` those who fell outside",
    permission: read,
    query: trafficQuery,
    answer: "traffic",
  },
];
