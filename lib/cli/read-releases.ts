import type { Build, Release, ReleaseKind } from "@/lib/releases/release";
import type { NamedReleases } from "@/lib/rules/sentence";

import type { Client } from "./client";
import { Failure } from "./failure";

/** A release as lists show it, without its builds. */
export type ReleaseLine = {
  readonly name: string;
  readonly product: string;
  readonly kind: ReleaseKind;
  readonly version: string | null;
  readonly readOnly: boolean;
  readonly comment: string | null;
  readonly builds: number;
};

export type WholeRelease = Release & { readonly rowVersion: number; readonly builds: readonly Build[] };

/** By name. */
export async function readReleases(client: Client): Promise<ReleaseLine[]> {
  return (await client.get<{ releases: ReleaseLine[] }>("releases")).body.releases;
}

export async function readRelease(client: Client, name: string): Promise<WholeRelease> {
  return (await client.get<WholeRelease>(`releases/${encodeURIComponent(name)}`)).body;
}

/** @throws Failure when none of them has this name */
export function releaseCalled(name: string, releases: readonly ReleaseLine[]): ReleaseLine {
  const release = releases.find((one) => one.name === name);
  if (!release) throw new Failure(`There is no release "${name}". \`aus releases list\` shows their names.`);
  return release;
}

/** For sentences about rules. */
export function byName(releases: readonly ReleaseLine[]): NamedReleases {
  return Object.fromEntries(releases.map((release) => [release.name, release]));
}
