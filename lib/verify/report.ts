import type { Failure } from "./failure";
import type { Suite } from "./junit";
import type { FileToVerify, FileUser, Plan, StateToVerify, VerifiedClient } from "./plan";

/** Such as "Firefox 129.0 (20240801) linux de on release". */
export function clientInWords(client: VerifiedClient): string {
  const { product, version, buildID, buildTarget, locale, channel, osVersion } = client;
  return `${product} ${version} (${buildID}) ${buildTarget} ${locale} on ${channel}, ${osVersion}`;
}

const mostUsers = 3;

/** The builds that have a file, a few of them. */
export function usersInWords(users: readonly FileUser[]): string {
  const places = [
    ...new Set(users.map(({ buildTarget, locale, type }) => `${buildTarget}/${locale} ${type}`)),
  ];
  const more = places.length > mostUsers ? ` and ${places.length - mostUsers} more` : "";
  return places.slice(0, mostUsers).join(", ") + more;
}

/** What is wrong in the configuration itself, as failures. */
export function configuredFailures(faults: Plan["faults"]): Failure[] {
  return faults.map(({ cause, detail, user }) => ({ cause, detail, client: null, url: null, users: [user] }));
}

/** Everything that was looked at, with what is wrong with it. */
export function suitesOf(
  looked: { readonly states: readonly StateToVerify[]; readonly files: readonly FileToVerify[] },
  failures: readonly Failure[],
): Suite[] {
  const keyOf = (client: VerifiedClient | null, url: string | null) =>
    client === null ? (url ?? "") : JSON.stringify(client);
  const byKey = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = keyOf(failure.client, failure.url);
    byKey.set(key, [...(byKey.get(key) ?? []), failure]);
  }
  const configured = byKey.get("") ?? [];
  const release = configured.map((failure) => ({ name: usersInWords(failure.users), failures: [failure] }));
  return [
    {
      name: "answers",
      cases: looked.states.map(({ client }) => ({
        name: clientInWords(client),
        failures: byKey.get(keyOf(client, null)) ?? [],
      })),
    },
    {
      name: "files",
      cases: looked.files.map(({ url }) => ({ name: url, failures: byKey.get(keyOf(null, url)) ?? [] })),
    },
    ...(release.length === 0 ? [] : [{ name: "release", cases: release }]),
  ];
}
