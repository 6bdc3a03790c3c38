import * as schemas from "../schemas";
import { read, type ApiRoute } from "./api-route";

/** What decides what clients get, row by row. */
export const catalogueRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/rules",
    summary:
      "The rules that fit a filter, in the order in which they are tried; `next` of the answer is the next `after`",
    permission: read,
    query: schemas.rulesQuery,
    publicRead: true,
    answer: "rules",
  },
  {
    method: "GET",
    path: "/rules/{id}",
    summary: "One rule",
    permission: read,
    params: schemas.byId,
    publicRead: true,
    answer: "rule",
  },
  {
    method: "GET",
    path: "/releases",
    summary:
      "The releases that fit a filter, by name, without their builds; `next` of the answer is the next `after`",
    permission: read,
    query: schemas.releasesQuery,
    publicRead: true,
    answer: "releases",
  },
  {
    method: "GET",
    path: "/releases/{name}",
    summary: "One release with its builds",
    permission: read,
    params: schemas.byName,
    publicRead: true,
    answer: "release",
  },
  { method: "GET", path: "/products", summary: "The products", permission: read, answer: "products" },
  {
    method: "GET",
    path: "/shut-offs",
    summary: "What is switched off",
    permission: read,
    query: schemas.shutOffsQuery,
    publicRead: true,
    answer: "shutOffs",
  },
  {
    method: "GET",
    path: "/channels",
    summary: "The channels that have a comment, or another row of their own",
    permission: read,
    query: schemas.productQuery,
    answer: "channels",
  },
  {
    method: "GET",
    path: "/pins",
    summary: "Where clients go that asked to stay on a version",
    permission: read,
    query: schemas.productQuery,
    answer: "pins",
  },
  {
    method: "GET",
    path: "/allowed-domains",
    summary: "The hosts that files may lie on",
    permission: read,
    answer: "allowedDomains",
  },
  {
    method: "GET",
    path: "/settings",
    summary: "The settings of the whole service",
    permission: "read",
    answer: "settings",
  },
];
