import * as schemas from "../schemas";
import { perOperation, read, type ApiRoute } from "./api-route";

/** The configuration as a whole, and what clients are answered from it. */
export const configurationRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/configuration",
    summary:
      "The whole configuration, of now or of a revision or time: as of the revision in the header Aus-Revision",
    permission: "read every product",
    query: schemas.configurationQuery,
    answer: "configuration",
  },
  {
    method: "GET",
    path: "/configuration/diff",
    summary: "The rows of the configuration that differ between two revisions or times",
    permission: read,
    query: schemas.differenceQuery,
    answer: "difference",
  },
  {
    method: "PUT",
    path: "/configuration",
    summary: "Make this the whole configuration, or merge it into what there is, as one change",
    permission: perOperation,
    query: schemas.importQuery,
    body: schemas.importBodyByMode,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "POST",
    path: "/explain",
    summary:
      "What the service answers to an update URL, answered `at` some time, or will answer after a `changeSet`; and why",
    permission: "read",
    body: schemas.explainBody,
    answer: "explanation",
  },
];
