import { byName } from "../schemas";
import { verificationPlanQuery, verifyFilesBody } from "../schemas-verify";

import type { ApiRoute } from "./api-route";

/** Whether clients are answered what is configured, and whether the files are there. */
export const verifyRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/verification-plan",
    summary:
      "The client states to ask for and the files to look at, to verify a release or a product's channel: what `aus verify` does",
    permission: "read the product",
    query: verificationPlanQuery,
    answer: "verificationPlan",
  },
  {
    method: "GET",
    path: "/releases/{name}/verification",
    summary: "What the last verification of a release's files found, and how far the one is that runs",
    permission: "read the product",
    params: byName,
    answer: "releaseVerification",
  },
  {
    method: "POST",
    path: "/releases/{name}/verification",
    summary: "Have the service look at every file of a release, unless it does already",
    permission: "submit the product's releases",
    params: byName,
    body: verifyFilesBody,
    answer: "startedVerification",
  },
];
