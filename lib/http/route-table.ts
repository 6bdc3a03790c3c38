import type { ApiRoute, Method } from "./api-route";
import { hookRoutes } from "./hook-routes";
import * as schemas from "./schemas";

export type { ApiRoute, Method };

const read = "read; what belongs to products that the caller may not read is left out";
const perOperation = "for each row what it needs before and after: push, submit, edit or administer";

/** Every route of the API. */
export const routeTable: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/openapi.json",
    summary: "This description",
    permission: null,
    answer: null,
  },
  {
    method: "POST",
    path: "/session",
    summary: "Sign in as a person: the secret, sent as a token is, stands for them until the session ends",
    permission: null,
    body: schemas.signInBody,
    answer: "signedIn",
  },
  {
    method: "GET",
    path: "/session",
    summary: "Who the caller is, and what they may do",
    permission: "a known caller",
    answer: "caller",
  },
  {
    method: "DELETE",
    path: "/session",
    summary: "Sign out: end the session whose secret is sent",
    permission: "a known caller",
    answer: "done",
  },
  {
    method: "GET",
    path: "/status",
    summary: "The newest revision, the program's version and the environment",
    permission: "a known caller",
    answer: "status",
  },
  {
    method: "GET",
    path: "/configuration",
    summary: "The whole configuration as of the revision in the header Aus-Revision",
    permission: "read every product",
    answer: "configuration",
  },
  {
    method: "PUT",
    path: "/configuration",
    summary: "Make this the whole configuration, or merge it into what there is, as one change",
    permission: perOperation,
    query: schemas.importQuery,
    body: schemas.importBodyByMode,
    answer: "enacted",
  },
  {
    method: "POST",
    path: "/change-sets",
    summary: "Submit operations that take effect together or not at all",
    permission: perOperation,
    query: schemas.changeSetQuery,
    body: schemas.changeSetBody,
    answer: "enacted",
  },
  {
    method: "GET",
    path: "/rules",
    summary: "The rules in the order in which they are tried",
    permission: read,
    answer: "rules",
  },
  {
    method: "GET",
    path: "/rules/{id}",
    summary: "One rule",
    permission: read,
    params: schemas.byId,
    answer: "rule",
  },
  {
    method: "GET",
    path: "/releases",
    summary: "The releases by name, without their builds",
    permission: read,
    answer: "releases",
  },
  {
    method: "GET",
    path: "/releases/{name}",
    summary: "One release with its builds",
    permission: read,
    params: schemas.byName,
    answer: "release",
  },
  { method: "GET", path: "/products", summary: "The products", permission: read, answer: "products" },
  {
    method: "GET",
    path: "/shut-offs",
    summary: "What is switched off",
    permission: read,
    answer: "shutOffs",
  },
  {
    method: "GET",
    path: "/revisions",
    summary:
      "Revisions that fit a filter, the newest first; `next` of the answer is the `before` of the older ones, `previous` the `after` of the newer ones",
    permission: read,
    query: schemas.revisionsQuery,
    answer: "revisions",
  },
  {
    method: "GET",
    path: "/revisions/{id}",
    summary: "One revision with its rows before and after; `next` of the answer is the next `after`",
    permission: read,
    params: schemas.byId,
    query: schemas.entriesQuery,
    answer: "revision",
  },
  {
    method: "GET",
    path: "/audit/verify",
    summary: "Recompute every hash of the record; with progress=1 as JSON lines, the last of them `result`",
    permission: "read",
    query: schemas.verificationQuery,
    answer: "verification",
  },
  {
    method: "GET",
    path: "/audit/export",
    summary: "The record as JSON lines: each revision that fits the filter, then its rows",
    permission: read,
    query: schemas.recordQuery,
    answer: "recordLine",
    contentType: "application/jsonl",
  },
  {
    method: "POST",
    path: "/explain",
    summary: "What the service answers to an update URL, and why",
    permission: "read",
    body: schemas.explainBody,
    answer: "explanation",
  },
  ...hookRoutes,
];
