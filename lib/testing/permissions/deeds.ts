import { readersOfOwn, pushers, signers, managers, type Who } from "./who";

export const inEveryState = [
  "draft",
  "proposed",
  "approved",
  "scheduled",
  "paused",
  "enacted",
  "cancelled",
  "expired",
  "failed",
] as const;

const toCome = ["draft", "proposed", "approved", "scheduled", "paused"];

/** What can be done to a change set of Own that waits for a manager, by whom, and in which states. */
export const deeds: Readonly<Record<string, { who: Who; body?: object; states: readonly string[] }>> = {
  "GET /change-sets/{id}": { who: readersOfOwn, states: inEveryState },
  "GET /change-sets/{id}/problems": { who: readersOfOwn, states: toCome },
  "GET /change-sets/{id}/impact": { who: readersOfOwn, states: toCome },
  "PATCH /change-sets/{id}": { who: pushers, body: { reason: "Other" }, states: ["draft", "proposed"] },
  "POST /change-sets/{id}/propose": { who: pushers, body: {}, states: ["draft"] },
  "POST /change-sets/{id}/sign": { who: managers, body: { role: "manager" }, states: ["proposed"] },
  "POST /change-sets/{id}/comments": { who: readersOfOwn, body: { text: "Hm" }, states: inEveryState },
  "POST /change-sets/{id}/request-changes": { who: signers, body: { text: "Why?" }, states: ["proposed"] },
  "POST /change-sets/{id}/cancel": {
    who: pushers,
    body: {},
    states: ["draft", "proposed", "scheduled", "paused"],
  },
  "POST /change-sets/{id}/pause": { who: pushers, body: {}, states: ["scheduled"] },
  "POST /change-sets/{id}/continue": { who: pushers, body: {}, states: ["paused"] },
  "POST /change-sets/{id}/abort": { who: pushers, body: {}, states: ["scheduled", "paused"] },
};
