/** What the path of a file says of its patch; what its pattern does not ask for is absent. */
export type NamedParts = Readonly<Partial<Record<PlaceholderName, string>>>;

const version = String.raw`\d+(?:\.\d+)*(?:[ab]\d+|esr|pre)?`;
const buildID = String.raw`\d{10,14}`;

const placeholders = {
  product: String.raw`[^/]+?`,
  version,
  /** Of a partial: the version that it updates to. */
  to: `${version}|${buildID}`,
  /** Of a partial: version or build ID that it updates from. */
  from: `${version}|${buildID}`,
  /** Of a partial: the name of the release that it updates from. */
  fromRelease: String.raw`[^/]+?`,
  locale: String.raw`[A-Za-z]{2,}(?:-[A-Za-z]+)*`,
  target: String.raw`[A-Za-z0-9_+-]+`,
  buildID,
  channel: String.raw`[^/]+?`,
} as const;

export type PlaceholderName = keyof typeof placeholders;

export const placeholderNames = Object.keys(placeholders) as PlaceholderName[];

export const defaultPatterns = [
  "{product}-{version}.{locale}.{target}.complete.mar",
  "{product}-{from}-{to}.{locale}.{target}.partial.mar",
  "{target}/{locale}/{product}-{version}.complete.mar",
  "{target}/{locale}/{product}-{from}-{to}.partial.mar",
  "{product}-{version}.complete.mar",
  "{product}-{from}-{to}.partial.mar",
] as const;

export type Pattern = { readonly text: string; readonly expression: RegExp };

/** A pattern for the end of a path. @throws RangeError that says what is wrong with it */
export function compilePattern(text: string): Pattern {
  const seen = new Set<string>();
  const parts = text.split(/(\{[^{}]*\})/).map((part) => {
    if (!part.startsWith("{")) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const name = part.slice(1, -1);
    if (name === "") return String.raw`[^/]*?`;
    if (!isPlaceholder(name)) {
      const known = placeholderNames.map((one) => `{${one}}`).join(" ");
      throw new RangeError(`There is no placeholder ${part}: take some of ${known}, or {} for anything`);
    }
    if (seen.has(name)) return String.raw`\k<${name}>`;
    seen.add(name);
    return `(?<${name}>${placeholders[name]})`;
  });
  return { text, expression: new RegExp(`(?:^|/)${parts.join("")}$`) };
}

function isPlaceholder(name: string): name is PlaceholderName {
  return Object.hasOwn(placeholders, name);
}

/** What the first pattern that fits finds in a path; null: none fits. */
export function readPath(path: string, patterns: readonly Pattern[]): NamedParts | null {
  for (const { expression } of patterns) {
    const found = expression.exec(path);
    if (found) return { ...found.groups };
  }
  return null;
}

/** Fills in `{name}`. @throws RangeError where there is nothing to fill in */
export function fillIn(
  template: string,
  values: Readonly<Record<string, string | null | undefined>>,
): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      const known = Object.keys(values).map((one) => `{${one}}`);
      throw new RangeError(`There is no {${name}}: take some of ${known.join(" ")}`);
    }
    if (value === null) throw new RangeError(`Nothing says what {${name}} is here`);
    return value;
  });
}
