import { splitComparison } from "@/lib/rules/comparison";
import { conditionNames } from "@/lib/rules/rule";
import { compareVersionTexts } from "@/lib/versions/version";

import type { Direction, Meaning, Row, VersionOf } from "./meaning";

/** What became of a rule. New and deleted ones are told by their sentence. */
export function ruleMeanings(before: Row | null, after: Row | null, versionOf: VersionOf): Meaning[] {
  if (!before || !after) return [];
  return [
    ...switched(before, after),
    ...releaseMeaning(before, after, { field: "mapping", says: "Release", versionOf }),
    ...rateMeaning(before, after),
    ...releaseMeaning(before, after, { field: "fallbackMapping", says: "The others get", versionOf }),
    ...conditionNames.flatMap((name) => conditionMeaning(name, before[name] ?? null, after[name] ?? null)),
    ...priorityMeaning(before, after),
  ];
}

function switched({ enabled: was }: Row, { enabled: is }: Row): Meaning[] {
  if (was === is) return [];
  return [
    is
      ? { text: "Switched on", direction: "more", field: "enabled" }
      : { text: "Switched off", direction: "less", field: "enabled" },
  ];
}

function rateMeaning({ backgroundRate: was }: Row, { backgroundRate: is }: Row): Meaning[] {
  if (typeof was !== "number" || typeof is !== "number" || was === is) return [];
  const direction = is > was ? "more" : "less";
  const way = is > was ? "up" : "down";
  const text = `Rate ${way} from ${was} % to ${is} % of background checks`;
  return [{ text, direction, field: "backgroundRate" }];
}

function releaseMeaning(
  before: Row,
  after: Row,
  { field, says, versionOf }: { field: string; says: string; versionOf: VersionOf },
): Meaning[] {
  const [was, is] = [nameIn(before[field]), nameIn(after[field])];
  if (was === is) return [];
  const say = (name: string | null) => name ?? "no update";
  return [
    {
      text: `${says}: ${say(was)} → ${say(is)}${ageOf(was, is, versionOf)}`,
      direction: is === null ? "less" : was === null ? "more" : "neutral",
      field,
    },
  ];
}

function nameIn(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function ageOf(was: string | null, is: string | null, versionOf: VersionOf): string {
  const [old, young] = [was === null ? null : versionOf(was), is === null ? null : versionOf(is)];
  if (old === null || young === null) return "";
  const difference = compareVersionTexts(young, old, "mozilla");
  if (difference === null) return "";
  if (difference === 0) return `: the same version, ${young}`;
  return difference > 0 ? `: newer, ${old} → ${young}` : `: older, ${old} → ${young}`;
}

function priorityMeaning({ priority: was }: Row, { priority: is }: Row): Meaning[] {
  if (typeof was !== "number" || typeof is !== "number" || was === is) return [];
  const text = is > was ? `Tried earlier: priority ${was} → ${is}` : `Tried later: priority ${was} → ${is}`;
  return [{ text, direction: "neutral", field: "priority" }];
}

const labels: Readonly<Record<string, string>> = {
  product: "product",
  channel: "channel",
  version: "version",
  buildID: "build ID",
  buildTarget: "build target",
  locale: "locale",
  osVersion: "OS version",
  distribution: "distribution",
  distVersion: "distribution version",
  instructionSet: "instruction set",
  memory: "memory",
  headerArchitecture: "architecture",
  mig64: "64-bit migration",
  jaws: "JAWS",
};

const lists: readonly string[] = ["locale", "distribution", "instructionSet"];

function conditionMeaning(name: string, was: unknown, is: unknown): Meaning[] {
  if (was === is) return [];
  const label = labels[name] ?? name;
  if (is === null) return [told(name, "more", `Wider: any ${label}, was ${textOf(was)}`)];
  if (was === null) return [told(name, "less", `Narrower: ${label} ${textOf(is)} only`)];
  if (lists.includes(name)) return listMeaning(name, textOf(was), textOf(is));
  const direction = directionOf(name, textOf(was), textOf(is));
  const word = { more: "Wider", less: "Narrower", neutral: "Other clients" }[direction];
  return [told(name, direction, `${word}: ${label} ${textOf(was)} → ${textOf(is)}`)];
}

function told(field: string, direction: Direction, text: string): Meaning {
  return { field, direction, text };
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function listMeaning(name: string, was: string, is: string): Meaning[] {
  const [old, young] = [was.split(","), is.split(",")];
  const gained = young.filter((item) => !old.includes(item));
  const lost = old.filter((item) => !young.includes(item));
  const label = labels[name] ?? name;
  return [
    ...(gained.length > 0 ? [told(name, "more", `Wider: ${label} also ${gained.join(", ")}`)] : []),
    ...(lost.length > 0 ? [told(name, "less", `Narrower: ${label} no longer ${lost.join(", ")}`)] : []),
  ];
}

/** Whether the clients of one condition are among those of the other. */
function directionOf(name: string, was: string, is: string): Direction {
  if (name === "channel") return contains(is, was) ? "more" : contains(was, is) ? "less" : "neutral";
  if (["version", "buildID", "memory"].includes(name)) return boundMoved(name, was, is);
  return "neutral";
}

/** A channel is within a prefix followed by "*"; channels that fall back to another are within it. */
function contains(wide: string, narrow: string): boolean {
  if (wide.endsWith("*")) return narrow.startsWith(wide.slice(0, -1));
  return narrow.startsWith(`${wide}-cck-`);
}

function boundMoved(name: string, was: string, is: string): Direction {
  const [old, young] = [splitComparison(was), splitComparison(is)];
  const [side, other] = [old.operator.charAt(0), young.operator.charAt(0)];
  if (side !== other || side === "=" || `${was}${is}`.includes(",")) return "neutral";
  const difference = compareOperands(name, old.operand, young.operand);
  if (difference === null) return "neutral";
  if (difference === 0) return young.operator.endsWith("=") ? "more" : "less";
  return difference > 0 === (side === "<") ? "more" : "less";
}

/** Positive when the second is higher; null when nobody knows. */
function compareOperands(name: string, old: string, young: string): number | null {
  if (name === "version") return compareVersionTexts(young, old, "mozilla");
  if (name === "memory") return Number(young) - Number(old);
  return young < old ? -1 : Number(young > old);
}
