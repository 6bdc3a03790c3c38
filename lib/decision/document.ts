import type { AddonElement, AnswerDocument } from "@/lib/protocol/answer";
import type { UpdateQuery } from "@/lib/protocol/request";
import {
  attributesForOldClient,
  interpolateLocale,
  orderAttributes,
  type Attribute,
} from "@/lib/releases/attributes";
import type { DesupportContent } from "@/lib/releases/release";
import { withForce } from "@/lib/releases/urls";

import type { Addon, Decision, Desupport, Update } from "./decision";
import type { Snapshot } from "./snapshot";

/** Puts a decision into the words of the XML answer. */
export function toDocument(
  snapshot: Snapshot,
  { rule, outcome }: Decision,
  query: UpdateQuery,
): AnswerDocument {
  const type = rule?.updateType ?? "minor";
  switch (outcome.kind) {
    case "nothing":
    case "json":
      return { kind: "empty" };
    case "update":
      return updateDocument(snapshot, outcome, query, type);
    case "desupport":
      return desupportDocument(outcome, query, type);
    case "addons":
      return outcome.addons
        ? { kind: "addons", addons: outcome.addons.map(addonElement) }
        : { kind: "empty" };
  }
}

function updateDocument(
  snapshot: Snapshot,
  update: Update,
  query: UpdateQuery,
  type: string,
): AnswerDocument {
  const { content, build } = update.build;
  const values: Record<string, string | undefined> = {
    type,
    ...content.attributes,
    ...build.attributes,
    buildID: build.buildID ?? undefined,
    ...(content.oldClients ? attributesForOldClient(query.version, query.read) : {}),
  };
  for (const { fields } of update.groups) Object.assign(values, fields);
  return {
    kind: "update",
    attributes: orderAttributes(defined(values), content).map(
      ([name, value]) => [name, interpolateLocale(name, value, query.locale)] as const,
    ),
    patches: [
      ...patchElements(snapshot, update, "complete", query),
      ...patchElements(snapshot, update, "partial", query),
    ],
    squashed: content.squashedFor.includes(query.buildID),
  };
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function patchElements(
  { settings }: Snapshot,
  update: Update,
  type: "complete" | "partial",
  { force }: UpdateQuery,
): Attribute[][] {
  const { build, [type]: chosen } = update;
  const patch = chosen && build[type][chosen.index]?.patch;
  if (!patch) return [];
  const rest = Object.entries(patch.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    [
      ["type", type],
      ["URL", withForce(chosen.url, force, settings.forceHosts)],
      ["hashFunction", patch.hashFunction ?? build.content.hashFunction],
      ["hashValue", patch.hashValue],
      ["size", String(patch.size)],
      ...rest,
    ],
  ];
}

function desupportDocument({ release }: Desupport, query: UpdateQuery, type: string): AnswerDocument {
  const { detailsURL, displayVersion } = release.release.content as DesupportContent;
  return {
    kind: "desupport",
    attributes: [
      ["type", type],
      ["unsupported", "true"],
      ["detailsURL", interpolateDesupport(detailsURL, query)],
      ["displayVersion", displayVersion],
    ],
  };
}

/** First the names in capitals, then those in small letters, as servers before this one did. */
function interpolateDesupport(url: string, query: UpdateQuery): string {
  const values = Object.entries(desupportValues(query));
  const capitals = values.reduce((text, [name, value]) => text.replaceAll(`%${name}%`, () => value), url);
  return values.reduce(
    (text, [name, value]) => text.replaceAll(`%${name.toLowerCase()}%`, () => value),
    capitals,
  );
}

/** What the answer echoes of the request. */
export function desupportValues({ locale, version, buildTarget }: UpdateQuery) {
  return { LOCALE: locale, VERSION: version, OS: buildTarget.split("_", 1)[0] ?? "" };
}

function addonElement({ id, url, hashFunction, hashValue, size, version, mirrorURLs }: Addon): AddonElement {
  return {
    attributes: [
      ["id", id],
      ["URL", url],
      ["hashFunction", hashFunction],
      ["hashValue", hashValue],
      ["size", String(size)],
      ["version", version],
    ],
    mirrorURLs,
  };
}
