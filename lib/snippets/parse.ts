import { splitUrl } from "@/lib/releases/allowed-domains";

import {
  attributesOf,
  isKnownKey,
  patchKeys,
  positionalKeys,
  requiredAttributes,
  type SnippetSchema,
} from "./schema";

export type PatchType = "complete" | "partial";

/** What one snippet file says: a patch, and what an update with it is called. */
export type Snippet = {
  readonly schema: SnippetSchema;
  readonly type: PatchType;
  readonly url: string;
  /** As it is written: `sha512`, `SHA512`, `SHA1`, `MD5` all occur. */
  readonly hashFunction: string;
  readonly hashValue: string;
  /** In bytes. */
  readonly size: number;
  /** Of the build that the patch leads to. */
  readonly buildID: string;
  readonly updateType: "minor" | "major";
  /** By the XML attribute's name. */
  readonly attributes: Readonly<Record<string, string>>;
};

export type LineProblem = {
  /** Counted from 1; null when it is about the whole file. */
  readonly line: number | null;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** What cannot be used because of it. AUS2 skipped such lines and served the rest of the file. */
  readonly leavesOut: "line" | "snippet";
};

export type ParsedSnippet = {
  /** Null: the file is empty, which says "no update", or it cannot be used. */
  readonly snippet: Snippet | null;
  readonly problems: readonly LineProblem[];
};

type Entry = { readonly value: string; readonly line: number };
type Entries = Map<string, Entry>;

/** Reads a snippet of any schema. @param type what the file's name says that it is */
export function parseSnippet(text: string, type: PatchType): ParsedSnippet {
  const lines = text.split("\n").map((line) => line.replace(/[\s\0]+$/, ""));
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return { snippet: null, problems: [] };
  const problems: LineProblem[] = [];
  const schema = schemaOf(lines[0] ?? "", problems);
  if (schema === null) return { snippet: null, problems };
  const entries = schema === 0 ? readPositional(lines, problems) : readKeyed(lines, schema, problems);
  checkValues(entries, type, problems);
  checkMissing(entries, schema, type, problems);
  const usable = !problems.some(({ leavesOut }) => leavesOut === "snippet");
  return { snippet: usable ? toSnippet(entries, schema, type) : null, problems };
}

function schemaOf(first: string, problems: LineProblem[]): SnippetSchema | null {
  const version = /^version=(.*)$/.exec(first)?.[1];
  if (version === "1") return 1;
  if (version === "2") return 2;
  if (version === undefined && /^(complete|partial)$/.test(first)) return 0;
  const message =
    version === undefined
      ? `The first line is "${excerpt(first)}": begin with version=1 or version=2, or with complete or partial for the oldest form`
      : `Snippets of version "${excerpt(version)}" are unknown: write version=1 or version=2`;
  problems.push({ line: 1, message, leavesOut: "snippet" });
  return null;
}

function readPositional(lines: readonly string[], problems: LineProblem[]): Entries {
  const entries: Entries = new Map();
  lines.forEach((value, i) => {
    const key = positionalKeys[i];
    if (key !== undefined && value !== "") entries.set(key, { value, line: i + 1 });
    if (key !== undefined || value === "") return;
    const message = `"${excerpt(value)}" is one line too many: a snippet without version= has at most ${positionalKeys.length} lines; remove it`;
    problems.push({ line: i + 1, message, leavesOut: "line" });
  });
  return entries;
}

function readKeyed(lines: readonly string[], schema: SnippetSchema, problems: LineProblem[]): Entries {
  const entries: Entries = new Map();
  lines.forEach((text, i) => {
    const line = i + 1;
    if (line === 1 || text === "") return;
    const [, key, value] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const message = lineProblem({ text, key, schema, before: entries.get(key ?? "") });
    if (message !== null) problems.push({ line, message, leavesOut: "line" });
    // Of a key that is given twice AUS2 took the later value.
    if (key !== undefined && value && isKnownKey(schema, key)) entries.set(key, { value, line });
  });
  return entries;
}

type Line = { text: string; key: string | undefined; schema: SnippetSchema; before: Entry | undefined };

function lineProblem({ text, key, schema, before }: Line): string | null {
  if (key === undefined || key === "") {
    return `"${excerpt(text)}" is not key=value: correct or remove the line`;
  }
  if (!isKnownKey(schema, key)) {
    return `The key "${excerpt(key)}" is unknown in version=${schema} snippets: correct or remove the line`;
  }
  return before ? `"${key}" was given on line ${before.line} already: keep one of the two` : null;
}

function checkValues(entries: Entries, type: PatchType, problems: LineProblem[]): void {
  for (const [key, { value, line }] of entries) {
    const message = valueProblem(key, value, type);
    if (message !== null) problems.push({ line, message, leavesOut: "snippet" });
  }
}

/** What XML cannot hold, however it is escaped. */
const unprintable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function valueProblem(key: string, value: string, type: PatchType): string | null {
  if (unprintable.test(value)) return `${key} holds a control character: remove it`;
  return valueChecks[key]?.(value, type) ?? null;
}

const valueChecks: Readonly<Partial<Record<string, (value: string, type: PatchType) => string | null>>> = {
  type: (value, type) =>
    value === type ? null : `type is "${excerpt(value)}" in a file named ${type}.txt: correct one of them`,
  url: (value) =>
    splitUrl(value)
      ? null
      : `url "${excerpt(value)}" cannot be served: write http:// or https://, the host in small letters, and no blanks`,
  size: (value) =>
    /^(0|[1-9]\d{0,14})$/.test(value)
      ? null
      : `size "${excerpt(value)}" is no number of bytes: write digits only`,
  updateType: (value) =>
    value === "minor" || value === "major"
      ? null
      : `updateType "${excerpt(value)}" is unknown: write minor or major`,
};

function checkMissing(
  entries: Entries,
  schema: SnippetSchema,
  type: PatchType,
  problems: LineProblem[],
): void {
  const required: string[] = [...patchKeys];
  if (type === "complete") required.push(...requiredAttributes(schema));
  for (const key of required) {
    if (entries.has(key)) continue;
    const remedy =
      schema === 0
        ? `line ${positionalKeys.findIndex((name) => name === key) + 1} must hold it`
        : `add a line ${key}=…, or empty the file to say "no update"`;
    problems.push({ line: null, message: `${key} is missing: ${remedy}`, leavesOut: "snippet" });
  }
}

function toSnippet(entries: Entries, schema: SnippetSchema, type: PatchType): Snippet {
  const value = (key: string) => entries.get(key)?.value ?? "";
  const attributes = Object.entries(attributesOf(schema)).flatMap(([key, name]) =>
    entries.has(key) ? [[name, value(key)]] : [],
  );
  return {
    schema,
    type,
    url: value("url"),
    hashFunction: value("hashFunction"),
    hashValue: value("hashValue"),
    size: Number(value("size")),
    buildID: value("build"),
    updateType: value("updateType") === "major" ? "major" : "minor",
    attributes: Object.fromEntries(attributes) as Record<string, string>,
  };
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
