import { byName } from "../schemas";
import * as schemas from "../schemas-access";
import { writeQuery } from "../schemas-change-sets";

import { read, type ApiRoute } from "./api-route";

const administer = "administer every product that it is for, before and after";
const govern = "govern its product";

const tokenRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/tokens",
    summary: "The tokens that the caller looks after, never their secrets",
    permission: "administer a product",
    answer: "tokens",
  },
  {
    method: "POST",
    path: "/tokens",
    summary: "Make a token; the answer has its secret, this once",
    permission: administer,
    query: writeQuery,
    body: schemas.newTokenBody,
    answer: "madeToken",
    isSubmission: true,
  },
  {
    method: "PATCH",
    path: "/tokens/{name}",
    summary: "Change what a token may do",
    permission: administer,
    params: byName,
    query: writeQuery,
    body: schemas.tokenBody,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "DELETE",
    path: "/tokens/{name}",
    summary: "Revoke a token, at once and for good",
    permission: administer,
    params: byName,
    query: schemas.deletionQuery,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "POST",
    path: "/tokens/{name}/secret",
    summary: "The secret, this once, of a token that had to wait for its sign-offs",
    permission: "administer every product",
    params: byName,
    query: writeQuery,
    answer: "secret",
  },
];

const userRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/users",
    summary: "The people that the caller looks after, with their roles",
    permission: "administer a product",
    answer: "users",
  },
  {
    method: "POST",
    path: "/users",
    summary:
      "Add an account; without a password its owner signs in through a provider, or sets one by a link",
    permission: administer,
    query: writeQuery,
    body: schemas.newUserBody,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "PATCH",
    path: "/users/{email}",
    summary: "Change somebody's name or roles, or disable the account",
    permission: administer,
    params: schemas.byEmail,
    query: writeQuery,
    body: schemas.userBody,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "DELETE",
    path: "/users/{email}",
    summary: "Delete an account",
    permission: administer,
    params: schemas.byEmail,
    query: schemas.deletionQuery,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "POST",
    path: "/users/{email}/password-link",
    summary:
      "Make a link by which somebody sets a password, once: `/set-password?token=` and the secret that is answered, this once",
    permission: "administer each product of the account",
    params: schemas.byEmail,
    query: writeQuery,
    answer: "passwordLink",
  },
  {
    method: "PUT",
    path: "/users/{email}/password",
    summary: "Change one's own password: all other sessions end",
    permission: "be this person",
    params: schemas.byEmail,
    body: schemas.passwordBody,
    answer: "done",
  },
];

const policyRoutes: readonly ApiRoute[] = [
  { method: "GET", path: "/policies", summary: "Who has to sign what", permission: read, answer: "policies" },
  {
    method: "POST",
    path: "/policies",
    summary: "Add a policy",
    permission: govern,
    query: writeQuery,
    body: schemas.newPolicyBody,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "PATCH",
    path: "/policies/{subject}/{product}/{channel}",
    summary: "Change what a policy asks for",
    permission: govern,
    params: schemas.byPolicy,
    query: writeQuery,
    body: schemas.policyBody,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "DELETE",
    path: "/policies/{subject}/{product}/{channel}",
    summary: "Delete a policy",
    permission: govern,
    params: schemas.byPolicy,
    query: schemas.deletionQuery,
    answer: "submitted",
    isSubmission: true,
  },
];

/** Who may act, and who has to sign. */
export const accessRoutes: readonly ApiRoute[] = [...tokenRoutes, ...userRoutes, ...policyRoutes];
