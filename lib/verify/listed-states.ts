import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { own } from "@/lib/releases/urls";

import type { ShippedLine } from "./configuration-lines";
import type { Expected, PatchType, StateToVerify, VerifiedClient } from "./plan";

/** What clients are to get who are listed; null: an update, whichever. */
export type Wanted =
  | (Pick<ConfiguredRelease, "name" | "content"> & {
      readonly builds: readonly ConfiguredRelease["builds"][number][];
    })
  | null;

/** The states of a list, with what a release says that each is to get. */
export function listedStates(shipped: readonly ShippedLine[], wanted: Wanted): StateToVerify[] {
  const builds = new Map(wanted?.builds.map((build) => [placeOf(build), build]));
  return shipped.flatMap(({ clients, patchTypes }) =>
    clients.map((client): StateToVerify => {
      const about = { client, path: pathOf(client) };
      const build = wanted && builds.get(placeOf(resolved(client, wanted)));
      if (wanted && !build) {
        const detail = `${wanted.name} has no build for ${client.buildTarget} in ${client.locale}`;
        return { ...about, expected: null, missing: { cause: "missing locale", detail } };
      }
      return { ...about, expected: expectedOf(wanted, build ?? null, patchTypes), missing: null };
    }),
  );
}

function placeOf({ buildTarget, locale }: { buildTarget: string; locale: string }): string {
  return `${buildTarget}\n${locale}`;
}

function resolved({ buildTarget, locale }: VerifiedClient, { content }: NonNullable<Wanted>) {
  const alias = content.kind === "application" ? own(content.buildTargets, buildTarget)?.alias : undefined;
  return { buildTarget: alias ?? buildTarget, locale };
}

function expectedOf(
  wanted: Wanted,
  build: ConfiguredRelease["builds"][number] | null,
  patchTypes: readonly PatchType[],
): Expected {
  const patches = patchTypes.map((type) => ({ type, size: null, hashFunction: "", hashValue: null }));
  const attributes = build?.buildID == null ? {} : { buildID: build.buildID };
  return { release: wanted?.name ?? null, attributes, patches };
}

/** As update-verify asks. */
function pathOf({ product, version, buildID, buildTarget, locale, channel }: VerifiedClient): string {
  const said = [product, version, buildID, buildTarget, locale, channel].map(encodeURIComponent);
  return `/update/3/${said.join("/")}/default/default/default/update.xml?force=1`;
}
