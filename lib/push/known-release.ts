import { compareVersionTexts } from "@/lib/versions/version";

import { refuse, type Surroundings } from "./plan";

type Wanted = { readonly field: string; readonly product: string; readonly kind?: "desupport" };

/** @throws Refusal when it is known to be of another product or kind; whether there is one is told elsewhere */
export function requireFit({ releases }: Surroundings, name: string, { field, product, kind }: Wanted): void {
  const release = releases[name];
  if (!release) return;
  if (release.product !== product) {
    throw refuse(field, `${name} is a release of ${release.product}: choose one of ${product}`);
  }
  if (kind !== undefined && release.kind !== kind) {
    throw refuse(field, `${name} is no notice: choose a release of kind desupport`);
  }
  if (kind === undefined && release.kind === "desupport") {
    throw refuse(field, `${name} is a notice: use the template for the end of support`);
  }
}

/** The version that a release brings. @throws Refusal where it does not say, and none is given either */
export function versionFor(
  { releases }: Surroundings,
  { release, version, field }: { release: string; version?: string | undefined; field: string },
): string {
  const known = version ?? releases[release]?.version ?? null;
  if (known === null) throw refuse(field, `${release} does not say its version: give it`);
  return known;
}

/** Whether a version is older than another; false where they can't be compared. */
export function isOlder(version: string, than: string): boolean {
  const order = compareVersionTexts(version, than, "mozilla") ?? compareVersionTexts(version, than, "loose");
  return order !== null && order < 0;
}
