import { byName } from "../schemas";
import { writeQuery } from "../schemas-change-sets";
import { submissionBody } from "../schemas-submissions";
import type { ApiRoute } from "./api-route";

/** What release automation brings. */
export const submissionRoutes: readonly ApiRoute[] = [
  {
    method: "POST",
    path: "/releases/{name}/builds",
    summary:
      "Add builds, or patches to those that are there, without having read them: jobs that submit to one release at once never conflict, and the same once more changes nothing",
    permission: "submit the release's product",
    params: byName,
    query: writeQuery,
    body: submissionBody,
    answer: "submitted",
    isSubmission: true,
  },
];
