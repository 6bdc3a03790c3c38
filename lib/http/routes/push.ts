import { byName } from "../schemas";
import { channelsQuery, promotionBody, templateBody } from "../schemas-push";

import { read, type ApiRoute } from "./api-route";

/** The operations of usual tasks; whoever asked submits them as a change set. */
export const pushRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/templates",
    summary: "The usual tasks, and what each has to be told",
    permission: read,
    answer: "templates",
  },
  {
    method: "POST",
    path: "/templates/{name}",
    summary: "The operations of a usual task, for a change set, and what they do; nothing is changed",
    permission: "read the product",
    params: byName,
    body: templateBody,
    answer: "plan",
  },
  {
    method: "GET",
    path: "/channels/diff",
    summary:
      "What clients of two channels get differently, by rules and by answers, the largest groups first",
    permission: "read the product",
    query: channelsQuery,
    answer: "channelDifferences",
  },
  {
    method: "POST",
    path: "/channels/promotion",
    summary: "The operations that give clients of one channel what was tested on another; nothing is changed",
    permission: "read the product",
    body: promotionBody,
    answer: "promotion",
  },
];
