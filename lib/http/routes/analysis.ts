import { byId } from "../schemas";
import { invariantsQuery, pathsQuery, statementBody } from "../schemas-analysis";

import { read, type ApiRoute } from "./api-route";

/** What is wrong, and what a change would do, before it is made. */
export const analysisRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/problems",
    summary: "What is wrong with the configuration, errors first; `mend` is the edit that puts it right",
    permission: read,
    answer: "problems",
  },
  {
    method: "GET",
    path: "/change-sets/{id}/problems",
    summary: "What would be wrong after a change set, which of it is new, and what it solves",
    permission: read,
    params: byId,
    answer: "changeSetProblems",
  },
  {
    method: "GET",
    path: "/change-sets/{id}/impact",
    summary: "How many clients a change set would answer otherwise, and how, the largest groups first",
    permission: read,
    params: byId,
    answer: "impact",
  },
  {
    method: "GET",
    path: "/invariants",
    summary: "What has to hold, and for which clients it does not, now or after a change set",
    permission: read,
    query: invariantsQuery,
    answer: "invariants",
  },
  {
    method: "POST",
    path: "/invariants/check",
    summary: "For which clients a statement does not hold, without keeping it",
    permission: "read the product",
    body: statementBody,
    answer: "statement",
  },
  {
    method: "GET",
    path: "/paths",
    summary: "Where the updates of every shipped version of a product lead to, now or after a change set",
    permission: "read the product",
    query: pathsQuery,
    answer: "paths",
  },
];
