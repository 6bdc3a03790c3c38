import { describe, expect, test } from "vitest";

import type { SnapshotInput } from "@/lib/decision/snapshot";
import { invariantSchema } from "@/lib/invariants/invariant";
import { release, rule, snapshot } from "@/lib/testing/configurations";

import { checkInvariant, follower } from "./invariants";

/** @param fileOf the version whose files it really has */
function heron(
  version: string,
  locales: readonly string[] = ["de"],
  targets = ["WINNT_x86_64-msvc"],
  fileOf = version,
) {
  return release({
    name: `Heron-${version}`,
    content: { attributes: { appVersion: version } },
    builds: targets.flatMap((buildTarget) =>
      locales.map((locale) => ({
        buildTarget,
        locale,
        buildID: `2024${version.replaceAll(/\D/g, "").padStart(10, "0")}`,
        patches: [
          {
            type: "complete" as const,
            from: "*",
            size: 1,
            hashValue: `hash of ${fileOf}`,
            url: "https://download.heron.example/x",
          },
        ],
      })),
    ),
  });
}

const to = (version: string, fields: Parameters<typeof rule>[0] = {}) =>
  rule({ mapping: `Heron-${version}`, ...fields });

function check(statement: string, input: Partial<SnapshotInput>) {
  const compiled = snapshot(input);
  const invariant = invariantSchema.parse({ name: "It", statement });
  return checkInvariant(compiled, invariant, {
    follow: follower(compiled),
    channels: [{ product: "Heron", name: "release" }],
  });
}

const brokenBy = (statement: string, input: Partial<SnapshotInput>) =>
  check(statement, input).broken.map(
    ({ channel, release: has, locales, detail }) => `${channel} ${has} ${locales.join()}: ${detail}`,
  );

const three = [heron("90.0"), heron("100.0"), heron("110.0")];

describe("an invariant", () => {
  test("that clients reach a version holds through a watershed, and names who stays behind", () => {
    const reach = "every Heron client on release reaches 110.0";
    const rules = [to("110.0"), to("100.0", { id: 2, priority: 200, version: "<100.0" })];
    expect(check(reach, { releases: three, rules })).toEqual({ name: "It", states: 3, broken: [] });
    const stranding = [to("110.0", { version: ">=100.0" })];
    expect(brokenBy(reach, { releases: three, rules: stranding })).toEqual([
      "release Heron-90.0 de: they end at Heron-90.0 (90.0)",
    ]);
    const older = "every Heron client on release with version >=100 reaches 110.0";
    expect(brokenBy(older, { releases: three, rules: stranding })).toEqual([]);
  });

  test("is broken by clients that go in a circle, wherever it goes round", () => {
    const releases = [heron("100.0"), heron("110.0", ["de"], ["WINNT_x86_64-msvc"], "100.0")];
    expect(
      brokenBy("every Heron client on release reaches 90.0", { releases, rules: [to("110.0")] }),
    ).toEqual(["release Heron-100.0 de: they go in a circle"]);
  });

  test("about names looks at what is offered to those outside a rate, too", () => {
    const rules = [to("110.0", { backgroundRate: 10, fallbackMapping: "Heron-100.0" })];
    expect(brokenBy("every Heron client on release gets only Heron-11*", { releases: three, rules })).toEqual(
      ["release Heron-90.0 de: they get Heron-100.0 (100.0)"],
    );
    expect(brokenBy("every Heron client never gets Heron-9*,*beta*", { releases: three, rules })).toEqual([]);
  });

  test("tells who gets an update and who should not", () => {
    const input = { releases: three, rules: [to("110.0", { version: ">=100.0" })] };
    expect(brokenBy("every Heron client on release gets an update", input)).toEqual([
      "release Heron-90.0 de: they get none: no rule matches",
      "release Heron-110.0 de: they get none: the client is as new",
    ]);
    expect(brokenBy("every Heron client on release with version <100 gets no update", input)).toEqual([]);
  });

  test("wants every build target that the product has, for the locales that it names", () => {
    const releases = [
      heron("90.0", ["de", "fr"], ["WINNT_x86_64-msvc", "Linux_x86_64-gcc3"]),
      heron("110.0", ["de"], ["WINNT_x86_64-msvc", "Linux_x86_64-gcc3"]),
    ];
    const rules = [to("110.0")];
    expect(
      brokenBy("every Heron client on release with locale de has every build target", { releases, rules }),
    ).toEqual([]);
    expect(brokenBy("every Heron client on release has every build target", { releases, rules })).toEqual([
      "release Heron-110.0 fr: Heron-110.0 has no build for them",
      "release Heron-110.0 fr: Heron-110.0 has no build for them",
    ]);
  });

  test("for all channels is checked on those that rules and the configuration name", () => {
    const rules = [to("110.0", { channel: "release" }), to("100.0", { id: 2, channel: "beta" })];
    expect(
      brokenBy("every Heron client with version <100 reaches 110.0", { releases: three, rules }).map(
        (text) => text.split(" ")[0],
      ),
    ).toEqual(["beta"]);
  });
});
