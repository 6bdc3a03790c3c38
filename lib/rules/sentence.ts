import type { ReleaseKind } from "@/lib/releases/release";

import { splitComparison } from "./comparison";
import type { Comparison } from "./comparison";
import type { ConditionName } from "./match";
import type { RuleFields } from "./rule";

/** What a sentence needs to know of a release: "Heron 98.0" reads better than "Heron-98.0-build2". */
export type NamedRelease = { product: string; kind: ReleaseKind; version: string | null };

/** By the release's name. */
export type NamedReleases = Readonly<Record<string, NamedRelease>>;

/** A rule in words: "Offer Heron 98.0 to 25 % of background checks of Heron on release; the others get Heron 97.0.1." */
export function ruleSentence(rule: RuleFields, releases: NamedReleases = {}): string {
  const sentence = `${offer(rule, releases)} ${recipients(rule)}${others(rule, releases)}.`;
  return rule.enabled ? sentence : `Switched off: ${sentence}`;
}

function offer({ mapping }: RuleFields, releases: NamedReleases): string {
  if (mapping === null) return "Offer no update to";
  switch (releases[mapping]?.kind) {
    case "desupport":
      return `Show the notice ${mapping} to`;
    case "plugins":
    case "system-addons":
    case "bundle":
      return `Serve the add-ons of ${mapping} to`;
    case "application":
    case "json":
    case undefined:
      return `Offer ${releaseInWords(mapping, releases)} to`;
  }
}

function releaseInWords(name: string, releases: NamedReleases): string {
  const release = releases[name];
  return release?.version ? `${release.product} ${release.version}` : name;
}

/** The rate only decides about checks that no person asked for. */
function recipients(rule: RuleFields): string {
  const clients = rule.product ?? "every product";
  const whose =
    rule.backgroundRate === 100
      ? clients
      : `${String(rule.backgroundRate)} % of background checks of ${clients}`;
  return [whose, channelInWords(rule.channel), ...conditionsInWords(rule)].join(" ");
}

function others(rule: RuleFields, releases: NamedReleases): string {
  if (rule.backgroundRate === 100) return "";
  if (rule.fallbackMapping === null) return "; the others get no update";
  return `; the others get ${releaseInWords(rule.fallbackMapping, releases)}`;
}

function channelInWords(channel: string | null): string {
  if (channel === null) return "on every channel";
  return channel.endsWith("*") ? `on channels that start with ${channel.slice(0, -1)}` : `on ${channel}`;
}

type Clause = { [Name in ConditionName]?: (value: NonNullable<RuleFields[Name]>) => string };

const list = (text: string) => oneOf(text.split(","));

/** How each condition besides product and channel is said, in the order in which they read best. */
const clauses: Clause = {
  locale: (locale) => `in ${list(locale)}`,
  buildTarget: (buildTarget) => `for ${buildTarget}`,
  headerArchitecture: (architecture) => `on ${architecture} processors`,
  osVersion: (osVersion) => `on ${osInWords(osVersion)}`,
  version: (version) => oneOf(version.split(",").map(versionInWords)),
  buildID: (buildID) => buildInWords(buildID),
  distribution: (distribution) => `of distribution ${list(distribution)}`,
  distVersion: (distVersion) => `of distribution version ${distVersion}`,
  instructionSet: (instructionSet) => `with instruction set ${list(instructionSet)}`,
  memory: (memory) => `with ${memoryInWords(memory)}`,
  mig64: (isReady) => (isReady ? "ready to move to 64 bits" : "not ready to move to 64 bits"),
  jaws: (isThere) => (isThere ? "beside the JAWS screen reader" : "without the JAWS screen reader"),
};

function conditionsInWords(rule: RuleFields): string[] {
  return Object.entries(clauses).flatMap(([name, say]) => {
    const value = rule[name as ConditionName];
    return value === null ? [] : [(say as (value: unknown) => string)(value)];
  });
}

function oneOf(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} or ${last}`;
}

function osInWords(osVersion: string): string {
  return oneOf(
    osVersion.split(",").map((terms) =>
      terms
        .split("&&")
        .map((term) => term.trim())
        .join(" with "),
    ),
  );
}

type Phrases = Record<Comparison["operator"], (operand: string) => string>;

const phrase = (phrases: Phrases) => (text: string) => {
  const { operator, operand } = splitComparison(text);
  return phrases[operator](operand);
};

const versionInWords = phrase({
  "<": (version) => `below ${version}`,
  "<=": (version) => `up to ${version}`,
  ">": (version) => `above ${version}`,
  ">=": (version) => `from ${version} on`,
  "=": (version) => (version.endsWith(".*") ? `at any ${version.slice(0, -2)}` : `at ${version}`),
});

const buildInWords = phrase({
  "<": (buildID) => `built before ${buildID}`,
  "<=": (buildID) => `built no later than ${buildID}`,
  ">": (buildID) => `built after ${buildID}`,
  ">=": (buildID) => `built no earlier than ${buildID}`,
  "=": (buildID) => `of build ${buildID}`,
});

const memoryInWords = phrase({
  "<": (megabytes) => `less than ${megabytes} MB of memory`,
  "<=": (megabytes) => `at most ${megabytes} MB of memory`,
  ">": (megabytes) => `more than ${megabytes} MB of memory`,
  ">=": (megabytes) => `at least ${megabytes} MB of memory`,
  "=": (megabytes) => `${megabytes} MB of memory`,
});
