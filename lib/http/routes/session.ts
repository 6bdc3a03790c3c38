import * as schemas from "../schemas";
import type { ApiRoute } from "./api-route";

/** The description, who asks, and the state of the service. */
export const sessionRoutes: readonly ApiRoute[] = [
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
];
