import { listShipped, ordinaryClient, pathOf, systemsOf, type LocaleGroup } from "@/lib/analysis/shipped";
import { decide } from "@/lib/decision/decide";
import type { CompiledBuild, Decision, Update } from "@/lib/decision/decision";
import type { Snapshot } from "@/lib/decision/snapshot";
import type { UpdateQuery } from "@/lib/protocol/request";

import { listFiles } from "./list-files";
import type { Expected, Plan, StateToVerify } from "./plan";

/** Whose clients are asked for. Null: whichever. */
export type Subject = {
  readonly product: string;
  /** Those that get this release, or should. */
  readonly release: string | null;
  readonly channel: string | null;
};

/** Beyond this many a verification should be split up, by channels. */
export const mostStates = 200_000;

/**
 * Every client state of which something is to be verified: shipped version × build target × locale × system × channel,
 * with what it is to be answered; and the files of the release.
 */
export function planVerification(snapshot: Snapshot, subject: Subject): Plan {
  const states: StateToVerify[] = [];
  const skipped: Record<string, number> = {};
  const skip = (why: string) => {
    skipped[why] = (skipped[why] ?? 0) + 1;
  };
  for (const query of queriesOf(snapshot, subject)) {
    const state = stateOf(snapshot, subject, query);
    if (typeof state === "string") skip(state);
    else if (state !== null && states.length < mostStates) states.push(state);
    else if (state !== null) skip("too many at once");
  }
  const release = subject.release === null ? null : snapshot.release(subject.release);
  const { files, faults } = release ? listFiles(release.release) : { files: [], faults: [] };
  return { revision: snapshot.revision, states, files: [...files], faults: [...faults], skipped };
}

function* queriesOf(snapshot: Snapshot, { product, release, channel }: Subject): Generator<UpdateQuery> {
  const channels = channel === null ? channelsOf(snapshot, product, release) : [channel];
  const groups = channels.length === 0 ? [] : listShipped(snapshot, product, () => null);
  for (const one of channels) {
    for (const group of groups) yield* queriesOfGroup(snapshot, { product, channel: one }, group);
  }
}

function* queriesOfGroup(
  snapshot: Snapshot,
  place: { product: string; channel: string },
  { buildTarget, locales, shipped }: LocaleGroup,
): Generator<UpdateQuery> {
  const systems = systemsOf(snapshot, place, buildTarget);
  const versions = new Map(shipped.map((has) => [`${has.version}\n${has.buildID}`, has]));
  for (const { version, buildID } of versions.values()) {
    for (const locale of locales) {
      for (const osVersion of systems) {
        yield ordinaryClient({ ...place, version, buildID, buildTarget, locale, osVersion }, "1");
      }
    }
  }
}

/** Those whose rules map to the release; of a prefix the channel that is just the prefix. */
function channelsOf({ input }: Snapshot, product: string, release: string | null): string[] {
  const rules = input.rules.filter(
    (rule) =>
      rule.enabled &&
      (rule.product === null || rule.product === product) &&
      (release === null || rule.mapping === release),
  );
  const named = rules.flatMap(({ channel }) => (channel === null ? [] : [channel.replace(/\*$/, "")]));
  const isForAll = rules.some(({ channel }) => channel === null || channel === "*");
  const others = input.rules.flatMap(({ channel }) => (channel === null ? [] : [channel.replace(/\*$/, "")]));
  const all = isForAll ? [...named, ...others] : named;
  const channels = [...new Set(all)].filter((channel) => channel !== "");
  return channels.length === 0 && isForAll ? ["release"] : channels;
}

/** Null: it is about another release. A text: why nothing is to be verified. */
function stateOf(snapshot: Snapshot, subject: Subject, query: UpdateQuery): StateToVerify | string | null {
  const decision = decide(snapshot, query, () => 0);
  const { outcome, rule } = decision;
  if (outcome.kind === "update") {
    const isOther = subject.release !== null && outcome.release.release.name !== subject.release;
    return isOther ? null : { ...about(query), expected: expectedOf(outcome), missing: null };
  }
  if (subject.release !== null && rule?.mapping !== subject.release) return null;
  if (outcome.kind !== "nothing") return "they get something other than an update";
  if (meant.has(outcome.reason)) return outcome.reason;
  const missing = missingOf(snapshot, decision, query);
  return typeof missing === "string" ? missing : { ...about(query), expected: null, missing };
}

/** Reasons for which nobody expects an update. */
const meant: ReadonlySet<string> = new Set([
  "the client is as new",
  "the client is newer",
  "the rule maps to nothing",
  "no rule matches",
]);

function about(query: UpdateQuery): Pick<StateToVerify, "client" | "path"> {
  const { product, version, buildID, buildTarget, locale, channel, osVersion } = query;
  return {
    client: { product, version, buildID, buildTarget, locale, channel, osVersion },
    path: pathOf(query),
  };
}

function missingOf(
  snapshot: Snapshot,
  { rule, outcome }: Decision,
  { buildTarget, locale }: UpdateQuery,
): NonNullable<StateToVerify["missing"]> | string {
  const reason = outcome.kind === "nothing" ? outcome.reason : "";
  if (reason !== "the release has no build for this build target and locale") {
    return { cause: "no update", detail: reason };
  }
  const release = snapshot.release(rule?.mapping ?? "");
  const hasTarget = release?.release.builds.some((build) => release.row(buildTarget, build.locale) !== null);
  if (!release || !hasTarget) return "the release has no build for this build target";
  const detail = `${release.release.name} has ${buildTarget}, but not in ${locale}`;
  return { cause: "missing locale", detail };
}

function expectedOf({ release, build, complete, partial }: Update): Expected {
  const chosen = [complete && build.complete[complete.index], partial && build.partial[partial.index]];
  return {
    release: release.release.name,
    attributes: attributesOf(build),
    patches: chosen.flatMap((compiled) => {
      if (!compiled) return [];
      const { type, size, hashValue } = compiled.patch;
      const hashFunction = compiled.patch.hashFunction ?? build.content.hashFunction;
      return [{ type, size, hashFunction, hashValue }];
    }),
  };
}

/** What every client of the build is told alike; what groups of attributes may say otherwise is left out. */
function attributesOf({ build, content }: CompiledBuild): Record<string, string> {
  const versions =
    content.dialect === "gecko-1.8" ? ["extensionVersion", "version"] : ["appVersion", "displayVersion"];
  const all: Readonly<Record<string, string>> = { ...content.attributes, ...build.attributes };
  const changed = new Set(content.attributeGroups.flatMap(({ fields }) => Object.keys(fields)));
  const said = Object.fromEntries(
    (content.oldClients ? [] : versions).flatMap((name) => {
      const value = all[name];
      return value === undefined || changed.has(name) ? [] : [[name, value]];
    }),
  );
  return build.buildID === null ? said : { buildID: build.buildID, ...said };
}
