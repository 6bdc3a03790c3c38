import * as schemas from "../schemas";
import { read, type ApiRoute } from "./api-route";

/** The permanent record. */
export const recordRoutes: readonly ApiRoute[] = [
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
    alsoLines: true,
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
];
