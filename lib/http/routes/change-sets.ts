import { byId } from "../schemas";
import * as schemas from "../schemas-change-sets";
import { rollBackBody } from "../schemas-roll-back";

import { perOperation, read, type ApiRoute } from "./api-route";

const driving = "be its author, or push everything of its products";
const signing = "be a person who is a driver, or more, of one of its products";

const rollBackRoute: ApiRoute = {
  method: "POST",
  path: "/roll-backs",
  summary:
    "Take back a revision, or go back to a revision or time: with a row, a channel, a product or everything",
  permission: perOperation,
  query: schemas.writeQuery,
  body: rollBackBody,
  answer: "submitted",
  isSubmission: true,
};

/** Change sets, from draft to enacted. */
export const changeSetRoutes: readonly ApiRoute[] = [
  {
    method: "POST",
    path: "/change-sets",
    summary:
      "Submit operations, or steps of them, that take effect together: at once, or after their sign-offs and at their times",
    permission: perOperation,
    query: schemas.submitQuery,
    body: schemas.changeSetBody,
    answer: "submitted",
    isSubmission: true,
  },
  {
    method: "GET",
    path: "/change-sets",
    summary: "Change sets that fit a filter, the newest first; `next` of the answer is the next `before`",
    permission: read,
    query: schemas.changeSetsQuery,
    answer: "changeSets",
  },
  {
    method: "GET",
    path: "/change-sets/{id}",
    summary: "One change set with its steps, conflicts, sign-offs and discussion",
    permission: read,
    params: byId,
    answer: "changeSet",
  },
  {
    method: "PATCH",
    path: "/change-sets/{id}",
    summary: "Edit a change set that is not approved yet: its sign-offs are dropped, and it is a draft again",
    permission: driving,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.changeSetEditBody,
    answer: "changeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/propose",
    summary: "Ask for the sign-offs of a draft",
    permission: driving,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.proposeBody,
    answer: "settledChangeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/sign",
    summary: "Sign in a role that is asked for; with the last sign-off it is enacted, or waits for its time",
    permission: signing,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.signBody,
    answer: "settledChangeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/comments",
    summary: "Add to the discussion",
    permission: "read one of its products",
    params: byId,
    query: schemas.writeQuery,
    body: schemas.commentBody,
    answer: "changeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/request-changes",
    summary: "Send it back to its author, as a draft without sign-offs",
    permission: signing,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.requestChangesBody,
    answer: "changeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/cancel",
    summary: "Give up a change set of which nothing has been enacted",
    permission: driving,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.whyBody,
    answer: "changeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/pause",
    summary: "Hold back the steps that are still to come",
    permission: driving,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.whyBody,
    answer: "changeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/continue",
    summary: "Let the steps of a paused change set go on",
    permission: driving,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.whyBody,
    answer: "changeSet",
  },
  {
    method: "POST",
    path: "/change-sets/{id}/abort",
    summary:
      "Skip the steps that are still to come; the answer names the revisions of the others, to be rolled back",
    permission: driving,
    params: byId,
    query: schemas.writeQuery,
    body: schemas.whyBody,
    answer: "abortedChangeSet",
  },
  {
    method: "GET",
    path: "/agenda",
    summary: "What is to happen by itself: steps that are due and proposals that expire, with what collides",
    permission: read,
    query: schemas.agendaQuery,
    answer: "agenda",
  },
  rollBackRoute,
];
