import { describe, expect, test } from "vitest";

import { configurationSchema } from "@/lib/configuration/configuration";
import { inShort, nothing, planFor, statesOf, twoByTwo, windows } from "@/lib/testing/snippet-plans";
import { offered, stopped } from "@/lib/testing/snippets";

import { derivePlan } from "./derive";

describe("the fewest rules", () => {
  test("one rule a channel serves all versions, build targets and locales", () => {
    const files = twoByTwo.flatMap((state) => [
      ...offered({ ...state, version: "3.6" }),
      ...offered({ ...state, version: "3.5.10", buildID: "20090101000000" }),
      ...offered({ ...state, channel: "beta" }),
    ]);
    expect(inShort(planFor(files))).toEqual([
      { priority: 110, channel: "beta", version: "3.6", mapping: "App-4.0-build2" },
      { priority: 100, channel: "release", version: "3.5.10,3.6", mapping: "App-4.0-build2" },
    ]);
  });

  test("an empty file becomes a rule to nothing, above the rule that it is an exception to", () => {
    const files = [...twoByTwo.slice(1).flatMap((state) => offered(state)), ...stopped({})];
    expect(inShort(planFor(files))).toEqual([
      { priority: 110, channel: "release", version: "3.6", buildTarget: "Linux_x86-gcc3", locale: "de" },
      { priority: 100, channel: "release", version: "3.6", mapping: "App-4.0-build2" },
    ]);
  });

  test("a stopped locale needs its locale only, a stopped build target its build target only", () => {
    const byLocale = [...twoByTwo.flatMap((state) => offered(state)), ...stopped({ locale: "fr" })];
    expect(inShort(planFor(byLocale))[0]).toEqual({
      priority: 110,
      channel: "release",
      version: "3.6",
      locale: "fr",
    });
    const byTarget = [...twoByTwo.flatMap((state) => offered(state)), ...stopped({ buildTarget: "Darwin" })];
    expect(inShort(planFor(byTarget))[0]).toMatchObject({ buildTarget: "Darwin" });
  });

  test("an empty file of a partner's channel stops the fallback for that state alone", () => {
    const files = [
      ...twoByTwo.flatMap((state) => offered(state)),
      ...stopped({ channel: "release-cck-acme", locale: "ja" }),
    ];
    expect(inShort(planFor(files))).toEqual([
      {
        priority: 110,
        channel: "release-cck-acme",
        version: "3.6",
        buildTarget: "Linux_x86-gcc3",
        locale: "ja",
      },
      { priority: 100, channel: "release", version: "3.6", mapping: "App-4.0-build2" },
    ]);
  });

  test("a partner's channel that gets what the plain channel gets needs no rule", () => {
    const url = "http://a.example.com/x.mar";
    const files = [...offered({ url }), ...offered({ url, channel: "release-cck-acme" })];
    expect(inShort(planFor(files))).toHaveLength(1);
  });

  test("builds of one version that go separate ways are told apart by a bound on the build ID", () => {
    const old = ["20100101000000", "20100102000000"].map((buildID, i) => ({
      buildID,
      locale: i ? "ja" : "de",
    }));
    const files = [
      ...old.flatMap((state) => stopped(state)),
      ...["20100303000000", "20100404000000", "20100505000000"].flatMap((buildID) => offered({ buildID })),
    ];
    expect(inShort(planFor(files))[0]).toEqual({
      priority: 110,
      channel: "release",
      version: "3.6",
      buildID: "<=20100102000000",
    });
  });

  test("major updates and minor ones of the same release are two rules", () => {
    const files = [...offered({}), ...offered({ version: "3.0", updateType: "major" })];
    expect(planFor(files).rules.map(({ version, updateType }) => [version, updateType])).toEqual([
      ["3.0", "major"],
      ["3.6", "minor"],
    ]);
  });
});

describe("releases", () => {
  test("a real partial updates from a release with the client's build, a fake one from any", () => {
    const files = [
      ...offered({ partial: "real" }),
      ...offered({ version: "3.5", buildID: "20090101000000", partial: "fake" }),
    ];
    const { releases } = planFor(files);
    expect(releases.map(({ name }) => name)).toEqual(["App-3.6-20100101000000", "App-4.0-build2"]);
    expect(releases[0]?.builds).toMatchObject([{ buildID: "20100101000000", patches: [] }]);
    expect(releases[1]?.builds[0]?.patches.map(({ type, from }) => [type, from])).toEqual([
      ["complete", "*"],
      ["partial", "App-3.6-20100101000000"],
      ["partial", "*"],
    ]);
  });

  test("a fake partial that only some clients get is theirs alone", () => {
    const files = [
      ...offered({ partial: "none" }),
      ...offered({ version: "3.5", buildID: "20090101000000", partial: "fake" }),
    ];
    const partials = planFor(files).releases.flatMap(({ builds }) =>
      builds.flatMap(({ patches }) => patches),
    );
    expect(partials.filter(({ type }) => type === "partial")).toMatchObject([
      { from: "App-3.5-20090101000000" },
    ]);
  });

  test("a release in the middle of a chain is offered and updated from", () => {
    const files = [
      ...offered({ version: "3.5", buildID: "20090101000000", to: "3.6", toBuildID: "20100101000000" }),
      ...offered({ partial: "real" }),
    ];
    expect(planFor(files).releases.map(({ name }) => name)).toEqual(["App-3.6-build2", "App-4.0-build2"]);
  });

  test("attributes and URLs are templates; a URL that fits none is the patch's own", () => {
    const files = [
      ...twoByTwo.flatMap((state) => offered(state)),
      ...offered({ locale: "fr", url: "http://elsewhere.example.com/special.mar" }),
    ];
    const [release] = planFor(files).releases;
    expect(release?.content).toMatchObject({
      dialect: "gecko-1.8",
      attributes: { detailsURL: "http://www.example.com/%LOCALE%/notes/" },
      urlTemplates: {
        release: {
          complete: {
            "*": "http://release.example.com/4.0-candidates/build2/update/%OS_FTP%/%LOCALE%/app-4.0.complete.mar",
          },
        },
      },
      buildTargets: { [windows]: { osFtp: "win32" }, "Linux_x86-gcc3": { osFtp: "linux-i686" } },
    });
    const own = release?.builds.flatMap(({ patches }) => patches.flatMap(({ url }) => url ?? []));
    expect(own).toEqual(["http://elsewhere.example.com/special.mar"]);
  });

  test("files that differ between channels in more than the URL make two releases", () => {
    const files = [...offered({ hash: "one" }), ...offered({ channel: "beta", hash: "two" })];
    expect(planFor(files).releases.map(({ name }) => name)).toEqual(["App-4.0-build2", "App-4.0-build2-2"]);
  });

  test("every host is allowed for the product, beside what is allowed already", () => {
    const existing = configurationSchema.parse({
      allowedDomains: [{ host: "release.example.com", products: ["Other"] }],
    });
    expect(planFor(offered({}), existing).changes.allowedDomains).toEqual([
      { host: "release.example.com", pathPattern: "", products: ["App", "Other"], position: 0 },
    ]);
  });
});

describe("what no plan can serve", () => {
  test.each([
    ["an older version", { version: "4.1" }, "the client is newer"],
    ["the same build", { version: "4.0", buildID: "20110101000000" }, "the client is as new"],
    ["a client whose version is none", { version: "3.6pre" }, "the client's version cannot be read"],
  ])("%s is refused with the reason", (_, state, reason) => {
    const derived = derivePlan(statesOf([...offered(state), ...offered({ locale: "ja" })]), nothing);
    expect(derived).toMatchObject({
      kind: "impossible",
      differences: [{ state: expect.stringContaining("/de/") as string, reason, got: "no update" }],
    });
  });

  test("a shut-off that stands in the way is named", () => {
    const existing = configurationSchema.parse({ shutOffs: [{ product: "App", channel: "release" }] });
    expect(derivePlan(statesOf(offered({})), existing)).toMatchObject({
      kind: "impossible",
      differences: [{ reason: "shut off" }],
    });
  });

  test("versions that rules cannot tell apart, 3.6 and 3.6.0, cannot go separate ways", () => {
    const derived = derivePlan(statesOf([...offered({}), ...stopped({ version: "3.6.0" })]), nothing);
    expect(derived.kind).toBe("impossible");
  });
});
