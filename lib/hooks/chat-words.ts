import { z } from "zod";

import { everything } from "@/lib/configuration/names";

import { isHookEvent, type HookEvent } from "./hook";

/** What people are told of an event. */
export type Telling = {
  readonly sentence: string;
  /** Where to see more; null: nobody knows where people reach the service. */
  readonly link: { readonly label: string; readonly url: string } | null;
};

const text = z.string().catch("");
const number = z.int().nullable().catch(null);

/** What a delivery says, as far as people are told of it. */
const toldSchema = z.object({
  event: z.string().refine(isHookEvent),
  actor: text,
  products: z.array(z.string()).catch([]),
  changeSet: number,
  revision: number,
  reason: text,
  text,
  waitsFor: z.array(z.string()).catch([]),
  channel: text,
  buildTarget: text,
  version: text,
  locale: text,
  node: text,
  problems: z.array(z.object({ name: text, detail: text })).catch([]),
  release: text,
  outcome: text,
  alarms: z.array(z.object({ node: text, detail: text })).catch([]),
});
type Told = z.infer<typeof toldSchema>;

/**
 * @param payload what a webhook would be sent
 * @param service where people reach it; null: unknown
 */
export function tellingOf(payload: unknown, service: string | null): Telling {
  const told = toldSchema.parse(payload);
  const place = service === null ? null : placeOf(told);
  const link =
    place === null ? null : { label: place.label, url: `${service?.replace(/\/+$/, "") ?? ""}${place.path}` };
  return { sentence: sentences[told.event](told), link };
}

function placeOf({ event, changeSet, revision, release }: Told): { label: string; path: string } | null {
  if (changeSet !== null) return { label: `Change set ${changeSet}`, path: `/changes/${changeSet}` };
  if (revision !== null && event !== "problem-found") {
    return { label: `Revision ${revision}`, path: `/audit/${revision}` };
  }
  if (event === "verified") return { label: release, path: `/releases/${encodeURIComponent(release)}` };
  if (event === "node-alarm") return { label: "Nodes", path: "/nodes" };
  return event === "problem-found" ? { label: "Invariants", path: "/invariants" } : null;
}

const sentences: Readonly<Record<HookEvent, (told: Told) => string>> = {
  proposed: (told) => {
    const waits = told.waitsFor.length === 0 ? "" : `Waits for ${told.waitsFor.join(", ")}.`;
    return together(`${told.actor} proposed ${setOf(told)}${because(told.reason)}`, waits);
  },
  signed: (told) => `${told.actor} signed ${setOf(told)}${as(told.text)}${because(told.reason)}`,
  "changes-requested": (told) => `${told.actor} requested changes of ${setOf(told)}${because(told.text)}`,
  approved: (told) => `${capital(setOf(told))} is approved${because(told.reason)}`,
  scheduled: (told) => `${capital(setOf(told))} is scheduled${at(told.text)}${because(told.reason)}`,
  paused: (told) => driven("paused", told),
  continued: (told) => driven("continued", told),
  aborted: (told) => driven("aborted", told),
  cancelled: (told) => driven("cancelled", told),
  expired: (told) => `${capital(setOf(told))} expired: nobody approved it in time${inBrackets(told.reason)}`,
  failed: (told) => `${capital(setOf(told))} failed${because(told.text)}${inBrackets(told.reason)}`,
  enacted: (told) => {
    const what = told.changeSet === null ? `revision ${told.revision ?? ""}` : setOf(told);
    const as = told.changeSet === null ? "" : ` as revision ${told.revision ?? ""}`;
    return `${told.actor} enacted ${what}${as}${because(told.reason)}`;
  },
  "shut-off": (told) => `${told.actor} switched updates of ${clientsOf(told)} off${because(told.reason)}`,
  "switched-on": (told) =>
    `${told.actor} switched updates of ${clientsOf(told)} on again${because(told.reason)}`,
  "problem-found": ({ node, problems }) => {
    const where = node === "" ? "in the configuration" : `at ${node}`;
    const said = problems.map(({ name, detail }) => (detail === "" ? name : `${name}: ${detail}`));
    return `The hourly check found a problem ${where}${because(said.join("; "))}`;
  },
  "node-alarm": ({ alarms }) => {
    const said = alarms.map(({ node, detail: what }) => `${node}: ${what}`);
    return `Something is wrong with a serving node${because(said.join("; "))}`;
  },
  verified: ({ actor, release, outcome }) =>
    `The files of ${release} were verified for ${actor}${because(outcome)}`,
};

function driven(deed: string, told: Told): string {
  return `${told.actor} ${deed} ${setOf(told)}${because(told.text || told.reason)}`;
}

const setOf = ({ changeSet }: Told) => `change set ${changeSet ?? ""}`;
const because = (why: string) => (why === "" ? "" : `: ${why}`);
const inBrackets = (why: string) => (why === "" ? "" : ` (${why})`);
const as = (role: string) => (role === "" ? "" : ` as ${role}`);
const capital = (words: string) => words.replace(/^./, (letter) => letter.toUpperCase());

/** "2026-11-26T12:00:00.000Z" → " for 2026-11-26 12:00 UTC" */
function at(instant: string): string {
  return instant === "" ? "" : ` for ${instant.slice(0, 16).replace("T", " ")} UTC`;
}

function clientsOf({ products, channel, buildTarget, version, locale }: Told): string {
  const named = products.map((name) => (name === everything ? "every product" : name)).join(", ");
  const where = channel === everything ? "on every channel" : channel;
  return [named, where, version, buildTarget, locale].filter((word) => word !== "").join(" ");
}

/** Two sentences, whatever the first one ends with. */
function together(first: string, second: string): string {
  if (second === "") return first;
  return /[.!?…]$/.test(first) ? `${first} ${second}` : `${first}. ${second}`;
}
