import type { UpdateQuery } from "@/lib/protocol/request";
import { readVersion } from "@/lib/protocol/request";
import { compileConditions, type CompiledCondition, type ConditionName } from "@/lib/rules/match";
import type { RuleFields } from "@/lib/rules/rule";
import type { VersionOrder } from "@/lib/versions/version";

import {
  buildIDPoints,
  channelPoints,
  freshText,
  memoryPoints,
  osVersionPoints,
  saysChannel,
  valuePoints,
} from "./field-points";
import { unreadableVersion, versionPoints } from "./version-points";

/** A rule's conditions, read once. */
export type Region = {
  readonly rule: RuleFields;
  readonly conditions: ReadonlyMap<ConditionName, CompiledCondition["matches"]>;
};

/** Null: clients of products of this order never match it, because it cannot be read. */
export function regionOf(rule: RuleFields, order: VersionOrder): Region | null {
  try {
    const conditions = compileConditions(rule, order);
    return { rule, conditions: new Map(conditions.map(({ name, matches }) => [name, matches])) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What a client would have to say; of what is left out anything will do. */
export type Sample = Partial<UpdateQuery>;

/** Some fields of a request that depend on each other, and all that they can say together. */
type Dimension = {
  readonly names: readonly ConditionName[];
  readonly points: (must: readonly RuleFields[], avoid: readonly RuleFields[]) => Sample[];
};

const nobody: Sample = {
  version: "",
  read: { mozilla: null, loose: null },
  buildID: "",
  osVersion: "",
  instructionSet: null,
  memory: null,
  jaws: null,
  mig64: null,
  distVersion: null,
};

/** The texts that rules have for a condition. */
function textsOf(rules: readonly RuleFields[], name: ConditionName): string[] {
  return rules.flatMap((rule) => {
    const value = rule[name];
    return typeof value === "string" ? [value] : [];
  });
}

function lists(rules: readonly RuleFields[], name: ConditionName): string[][] {
  return textsOf(rules, name).map((text) => text.split(","));
}

type ListName = "locale" | "distribution" | "distVersion" | "instructionSet";

function valuesOf(name: ListName, isList: boolean): Dimension {
  return {
    names: [name],
    points: (must, avoid) => {
      const wanted = isList ? lists(must, name) : textsOf(must, name).map((text) => [text]);
      const points = valuePoints(wanted, textsOf([...must, ...avoid], name));
      const isSilent = name === "instructionSet" && wanted.every((list) => list.includes(""));
      return [...points, ...(isSilent ? [""] : [])].map((value) => ({ [name]: value }));
    },
  };
}

function flag(name: "mig64" | "jaws"): Dimension {
  return {
    names: [name],
    points: (must) => {
      const wanted = new Set(must.flatMap((rule) => rule[name] ?? []));
      // A client that does not say meets no condition.
      return wanted.size === 0 ? [{ [name]: null }] : [...wanted].map((value) => ({ [name]: value }));
    },
  };
}

const channel: Dimension = {
  names: ["channel"],
  points: (must, avoid) => {
    const wanted = textsOf(must, "channel");
    const all = [...wanted, ...textsOf(avoid, "channel")];
    return (wanted.length === 0 ? [freshText(all)] : channelPoints(all)).map(saysChannel);
  },
};

/** Only clients on a Mac can have the other architecture. */
const buildTarget: Dimension = {
  names: ["buildTarget", "headerArchitecture"],
  points: (must, avoid) => {
    const wanted = textsOf(must, "buildTarget").map((text) => [text]);
    const all = textsOf([...must, ...avoid], "buildTarget");
    const points = valuePoints(wanted, all);
    const macs = wanted.length === 0 ? points.map((point) => `Darwin${point}`) : [];
    return [...points, ...macs].flatMap((target) => [
      { buildTarget: target, headerArchitecture: "Intel" as const },
      ...(target.startsWith("Darwin") ? [{ buildTarget: target, headerArchitecture: "PPC" as const }] : []),
    ]);
  },
};

const osVersion: Dimension = {
  names: ["osVersion"],
  points: (must, avoid) => {
    const wanted = textsOf(must, "osVersion");
    return osVersionPoints(wanted, [...wanted, ...textsOf(avoid, "osVersion")]).map((text) => ({
      osVersion: text,
    }));
  },
};

const memory: Dimension = {
  names: ["memory"],
  points: (must, avoid) =>
    memoryPoints(textsOf([...must, ...avoid], "memory")).map((megabytes) => ({ memory: megabytes })),
};

function version(order: VersionOrder): Dimension {
  return {
    names: ["version"],
    points: (must, avoid) => {
      const wanted = textsOf(must, "version");
      const isOpen = wanted.length === 0;
      const points = isOpen
        ? [unreadableVersion]
        : versionPoints([...wanted, ...textsOf(avoid, "version")], order);
      return points.map((text) => ({ version: text, read: readVersion(text) }));
    },
  };
}

const buildID: Dimension = {
  names: ["buildID"],
  points: (must, avoid) =>
    buildIDPoints(textsOf([...must, ...avoid], "buildID")).map((text) => ({ buildID: text })),
};

function silent(names: readonly ConditionName[], says: Sample): Dimension {
  return { names, points: () => [says] };
}

const withoutDistribution: readonly Dimension[] = [
  silent(["distribution"], { distribution: null }),
  silent(["distVersion"], { distVersion: null }),
  silent(["instructionSet"], { instructionSet: "" }),
  silent(["memory"], { memory: null }),
  silent(["jaws"], { jaws: null }),
];

/** What requests of today's form can say. */
function fullForm(order: VersionOrder): readonly Dimension[] {
  return [
    channel,
    buildTarget,
    flag("mig64"),
    osVersion,
    valuesOf("locale", true),
    valuesOf("distribution", true),
    valuesOf("distVersion", false),
    valuesOf("instructionSet", true),
    flag("jaws"),
    memory,
    version(order),
    buildID,
  ];
}

/** What can be said before there were distributions, before there were channels, and for JSON. */
function shortForms(order: VersionOrder): readonly (readonly Dimension[])[] {
  const all = [buildTarget, flag("mig64"), osVersion, ...withoutDistribution, version(order)];
  const locale = valuesOf("locale", true);
  return [
    [channel, ...all, locale, buildID],
    [silent(["channel"], saysChannel("")), ...all, locale, buildID],
    [channel, ...all, silent(["locale"], { locale: "" }), silent(["buildID"], { buildID: "" })],
  ];
}

/** What requests of each form can say, as far as these rules can tell the forms apart. */
export function formsOfRequests(
  rules: readonly Region[],
  order: VersionOrder,
): readonly (readonly Dimension[])[] {
  const full = fullForm(order);
  // What a short form leaves out is to rules as a value that none of them names, unless one names "nothing".
  const isPlain = rules.every(
    ({ rule }) => !hasBlank(rule.distribution) && !hasBlank(rule.locale) && rule.channel !== "",
  );
  return isPlain ? [full] : [full, ...shortForms(order)];
}

function hasBlank(list: string | null): boolean {
  return list?.split(",").includes("") ?? false;
}

/** Whether what a client says in one dimension meets a rule. */
export function meetsIn(
  { names }: Pick<Dimension, "names">,
  { conditions }: Region,
  asked: UpdateQuery,
): boolean {
  return names.every((name) => conditions.get(name)?.(asked) ?? true);
}

/** A request that says this much; only its conditions in these dimensions can be asked about. */
export function asked(sample: Sample): UpdateQuery {
  return { ...nobody, ...sample } as UpdateQuery;
}

export type { Dimension };
