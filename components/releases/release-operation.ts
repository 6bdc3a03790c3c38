import type { Release } from "@/lib/releases/release";

export type ReleaseVersioned = Release & { readonly rowVersion: number };

/** What makes of a stored release what it is to be; null when nothing does. */
export function releaseOperation(
  { rowVersion, ...before }: ReleaseVersioned,
  after: Partial<Release>,
): Record<string, unknown> | null {
  const fields = Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Release]),
    ),
  );
  if (Object.keys(fields).length === 0) return null;
  return { entity: "release", action: "update", key: { name: before.name }, rowVersion, fields };
}
