/**
 * Balrog writes data into its XML nearly as they stand, so that its data hold XML's entities here and there.
 * Ours hold the characters themselves.
 */
export function withoutEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: keyof typeof characters) => characters[name]);
}

const characters = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The inverse of `withoutEntities`: what would be read as an entity is written as one. */
export function withEntities(text: string): string {
  return text.replace(/&(?=(?:amp|lt|gt|quot|apos);)/g, "&amp;");
}

export function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}
