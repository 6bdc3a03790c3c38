import { z } from "zod";

import { ruleFieldsSchema } from "@/lib/rules/rule";

const named = (what: string) => z.string(what).min(1, what).max(500);

/** What templates ask for, each by one name. */
export const parameters = {
  product: named("Name the product"),
  channel: named("Name the channel, or a beginning of channels followed by *"),
  from: named("Name the channel whose clients go over"),
  to: named("Name the channel whose updates they get"),
  release: named("Name the release"),
  notice: named("Name the notice, a release of kind desupport"),
  fallback: named("Name the release for the others"),
  last: named("Name the last release that runs there"),
  version: named("Give a version, such as 98.0"),
  osVersion: named("Say which systems, such as Windows_NT 6.1"),
  buildTarget: named("Give a build target exactly as clients say it"),
  rate: z
    .int("Give a whole percentage from 0 to 100")
    .min(0, "Give a whole percentage from 0 to 100")
    .max(100, "Give a whole percentage from 0 to 100"),
  priority: ruleFieldsSchema.shape.priority,
} as const;

export type ParameterName = keyof typeof parameters;

/** How people read each, and what to write. */
export const parameterTexts: Readonly<Record<ParameterName, { label: string; help: string }>> = {
  product: { label: "Product", help: "Whose clients" },
  channel: { label: "Channel", help: "A name, or a beginning and *" },
  from: { label: "Clients of channel", help: "The channel that they are on" },
  to: { label: "Get what this channel gets", help: "The channel that they go over to" },
  release: { label: "Release", help: "What they get" },
  notice: { label: "Notice", help: "A release of kind desupport" },
  fallback: { label: "The others get", help: "Left out: what the channel gets now" },
  last: { label: "Last release for them", help: "Older clients get it first; left out: only the notice" },
  version: { label: "Below version", help: "Left out: the release's own" },
  osVersion: { label: "OS version", help: "Part of what clients say; “,” is or, “&&” is and" },
  buildTarget: { label: "Build target", help: "Exactly as clients say it; left out: any" },
  rate: { label: "Background rate (%)", help: "Of background checks; left out: 25" },
  priority: { label: "Priority", help: "Left out: a place is found" },
};

/** Any of them: each template takes its own. */
export const someParameters = z.strictObject(parameters).partial();
export type SomeParameters = z.input<typeof someParameters>;
