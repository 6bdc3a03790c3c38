import type { ApiRoute } from "./api-route";

/** The processes that answer clients. */
export const nodeRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/nodes",
    summary:
      "The serving nodes as they last said of themselves, what is wrong with them, and when the last revisions were " +
      "live on them; durations are milliseconds",
    permission: "read",
    answer: "nodes",
  },
];
