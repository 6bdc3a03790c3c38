import type { UpdateQuery } from "@/lib/protocol/request";

import type { Decision, Update } from "./decision";
import { desupportValues } from "./document";

/**
 * What an answer depends on beside its snapshot: decisions with equal keys have equal answers, whatever the
 * clients' requests were.
 */
export function answerKey({ rule, rolled, outcome }: Decision, query: UpdateQuery): string {
  const decided = `${query.form === "json" ? "j" : "x"}${rolled ? "r" : ""}${rule?.id ?? ""}`;
  switch (outcome.kind) {
    case "nothing":
      return decided;
    case "update":
      return `${decided}/${updateKey(outcome, query)}`;
    case "desupport": {
      const { LOCALE, VERSION, OS } = desupportValues(query);
      return `${decided}/d${outcome.release.index}/${LOCALE}/${VERSION}/${OS}`;
    }
    case "addons":
      return `${decided}/a${JSON.stringify(outcome.addons)}`;
    case "json":
      return `${decided}/${outcome.release.index}/${JSON.stringify(outcome.body)}`;
  }
}

function updateKey(
  { release, build, complete, partial, templates, groups }: Update,
  query: UpdateQuery,
): string {
  const { oldClients, squashedFor } = build.content;
  const patches = `${complete ? complete.index : ""}.${partial ? partial.index : ""}.${templates ?? ""}`;
  const place = `${release.index}.${build.index}.${patches}`;
  const squashed = squashedFor.includes(query.buildID) ? "s" : "";
  return `${place}/${groups.length === 0 ? "" : placesOf(groups)}${squashed}/${query.force ?? ""}/${oldClients ? query.version : ""}`;
}

function placesOf(groups: Update["groups"]): string {
  return groups.map(({ index }) => index).join(",");
}
