import type { RuleFields } from "@/lib/rules/rule";

import { fallbackOf, type Client } from "./client";
import { matchesVersionItem } from "./naive-versions";

/** Whether every condition of a rule holds, one after the other, as the protocol's table says. */
export function matches(rule: RuleFields, client: Client, loose: boolean): boolean {
  return Object.entries(conditions).every(([name, holds]) => {
    const wanted = rule[name as keyof RuleFields];
    return wanted === null || holds(wanted as never, client, loose);
  });
}

type Holds = (wanted: never, client: Client, loose: boolean) => boolean;

/** What a request of an older form does not carry is empty, or unknown. */
const conditions: Readonly<Record<string, Holds>> = {
  product: (wanted: string, { product }) => wanted === product,
  channel: (wanted: string, { channel }) => matchesChannel(wanted, channel),
  version: (wanted: string, { version }, loose) =>
    wanted.split(",").some((item) => matchesVersionItem(item, version, loose)),
  buildID: (wanted: string, { buildID }) => matchesText(wanted, buildID),
  buildTarget: (wanted: string, { buildTarget }) => wanted === buildTarget,
  locale: (wanted: string, { locale }) => wanted.split(",").includes(locale),
  osVersion: (wanted: string, { form, osVersion }) => matchesSystem(wanted, form >= 2 ? osVersion : ""),
  distribution: (wanted: string, { form, distribution }) =>
    wanted.split(",").includes(form >= 3 ? distribution : ""),
  distVersion: (wanted: string, { form, distVersion }) => form >= 3 && wanted === distVersion,
  instructionSet: (wanted: string, { form, instructionSet }) =>
    wanted.split(",").includes(form === 6 ? instructionSet : ""),
  memory: (wanted: string, { form, memory }) => form < 6 || memory === null || matchesNumber(wanted, memory),
  headerArchitecture: (wanted: string, { buildTarget, powerPC }) =>
    wanted === (buildTarget.startsWith("Darwin") && powerPC ? "PPC" : "Intel"),
  mig64: (wanted: boolean, { mig64 }) => wanted === mig64,
  jaws: (wanted: boolean, { form, jaws }) => form === 6 && wanted === jaws,
};

export function matchesChannel(condition: string, channel: string): boolean {
  return [channel, fallbackOf(channel)].some(
    (name) =>
      name === condition ||
      (condition.length >= 3 && condition.endsWith("*") && name.startsWith(condition.slice(0, -1))),
  );
}

/** Compared as strings. */
export function matchesText(condition: string, text: string): boolean {
  if (condition.startsWith(">=")) return text >= condition.slice(2);
  if (condition.startsWith("<=")) return text <= condition.slice(2);
  if (condition.startsWith(">")) return text > condition.slice(1);
  if (condition.startsWith("<")) return text < condition.slice(1);
  return text === condition;
}

function matchesNumber(condition: string, number: number): boolean {
  const bound = Number(condition.replace(/^[<>]=?/, ""));
  if (condition.startsWith(">=")) return number >= bound;
  if (condition.startsWith("<=")) return number <= bound;
  if (condition.startsWith(">")) return number > bound;
  if (condition.startsWith("<")) return number < bound;
  return number === bound;
}

function matchesSystem(condition: string, osVersion: string): boolean {
  return condition
    .split(",")
    .some((terms) => terms.split("&&").every((term) => osVersion.includes(term.trim())));
}
