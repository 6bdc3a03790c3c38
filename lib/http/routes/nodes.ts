import { byRevision, releaseWaveBody } from "../schemas-nodes";

import type { ApiRoute } from "./api-route";

/** The processes that answer clients. */
export const nodeRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/nodes",
    summary:
      "The serving nodes as they last said of themselves, what is wrong with them, and when the last revisions were " +
      "live on them; how the newest comes from canaries to the rest (null: nothing to tell); durations are milliseconds",
    permission: "read",
    answer: "nodes",
  },
  {
    method: "POST",
    path: "/nodes/waves/{revision}/release",
    summary: "Have the nodes take a revision that canaries stopped",
    permission: "govern every product",
    params: byRevision,
    body: releaseWaveBody,
    answer: "done",
  },
];
