import type { ApplicationContent, AttributeGroup } from "@/lib/releases/release";

export type Pair = { readonly name: string; readonly value: string };

export const groupConditions = ["channels", "locales", "versions", "buildIDs"] as const;
export type GroupCondition = (typeof groupConditions)[number];

/** An attribute group as it is typed: of each condition one value a line. */
export type TypedGroup = Readonly<Record<GroupCondition, string>> & {
  readonly pairs: readonly Pair[];
  /** What it was typed from; null: a new one. */
  readonly was: AttributeGroup | null;
};

export type TypedContent = { readonly pairs: readonly Pair[]; readonly groups: readonly TypedGroup[] };

export const newGroup: TypedGroup = {
  ...{ channels: "", locales: "", versions: "", buildIDs: "" },
  pairs: [{ name: "", value: "" }],
  was: null,
};

export function typedContent({ attributes, attributeGroups }: ApplicationContent): TypedContent {
  return { pairs: pairsOf(attributes), groups: attributeGroups.map(typedGroup) };
}

function typedGroup(group: AttributeGroup): TypedGroup {
  const { channels, locales, versions, buildIDs } = group.for;
  return {
    channels: linesOf(channels),
    locales: linesOf(locales),
    versions: linesOf(versions),
    buildIDs: linesOf(buildIDs),
    pairs: pairsOf(group.fields),
    was: group,
  };
}

function linesOf(values: readonly string[] | undefined): string {
  return values?.join("\n") ?? "";
}

function pairsOf(attributes: Readonly<Record<string, string>>): Pair[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, value }));
}

/** The content with what was typed of it; all else stays. */
export function readContent(
  content: ApplicationContent,
  { pairs, groups }: TypedContent,
): ApplicationContent {
  return { ...content, attributes: attributesOf(pairs), attributeGroups: groups.map(readGroup) };
}

function readGroup({ pairs, was, ...typed }: TypedGroup): AttributeGroup {
  const read = groupConditions.flatMap((name) => {
    const before = was?.for[name];
    // Nothing typed is "every client", a stored empty list "none": what was not touched stays what it is.
    if (was && typed[name] === linesOf(before)) return before ? [[name, before] as const] : [];
    const values = typed[name]
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return values.length > 0 ? [[name, values] as const] : [];
  });
  return { for: Object.fromEntries(read), fields: attributesOf(pairs) };
}

function attributesOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.filter(({ name }) => name !== "").map(({ name, value }) => [name, value]));
}

/** A name that is there twice among attributes; undefined: none is. */
export function repeatedName(pairs: readonly Pair[]): string | undefined {
  return pairs.find(({ name }, index) => name !== "" && pairs.findIndex((one) => one.name === name) !== index)
    ?.name;
}
