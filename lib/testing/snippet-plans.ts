import { expect } from "vitest";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { derivePlan, type SnippetPlan } from "@/lib/snippets/derive";
import { readTree } from "@/lib/snippets/tree";

import type { SnippetText } from "./snippets";

export const nothing = configurationSchema.parse({});

export function statesOf(files: readonly SnippetText[]) {
  const { states, problems } = readTree(files, { nightlyChannel: "nightly", branchVersions: {} });
  expect(problems).toEqual([]);
  return states;
}

export function planFor(files: readonly SnippetText[], existing: Configuration = nothing): SnippetPlan {
  const derived = derivePlan(statesOf(files), existing);
  if (derived.kind !== "plan") throw new Error(JSON.stringify(derived));
  return derived.plan;
}

/** What the rules say, without what is the same in all. */
export function inShort({ rules }: SnippetPlan) {
  return rules.map((rule) =>
    Object.fromEntries(
      (["priority", "channel", "version", "buildTarget", "buildID", "locale", "mapping"] as const).flatMap(
        (name) => (rule[name] === null ? [] : [[name, rule[name]]]),
      ),
    ),
  );
}

export const windows = "WINNT_x86-msvc";
export const twoByTwo = [
  {},
  { locale: "ja" },
  { buildTarget: windows },
  { buildTarget: windows, locale: "ja" },
];
