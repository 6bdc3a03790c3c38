import * as schemas from "../schemas";
import { read, type ApiRoute } from "./api-route";

/** What decides what clients get, row by row. */
export const catalogueRoutes: readonly ApiRoute[] = [
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
];
