import { describe, expect, test } from "vitest";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { offered, stopped, type SnippetText } from "@/lib/testing/snippets";

import { applyChanges, derivePlan, type SnippetPlan } from "./derive";
import { readTree } from "./tree";

const nothing = configurationSchema.parse({});

function statesOf(files: readonly SnippetText[]) {
  const { states, problems } = readTree(files, { nightlyChannel: "nightly", branchVersions: {} });
  expect(problems).toEqual([]);
  return states;
}

function planFor(files: readonly SnippetText[], existing: Configuration = nothing): SnippetPlan {
  const derived = derivePlan(statesOf(files), existing);
  if (derived.kind !== "plan") throw new Error(JSON.stringify(derived));
  return derived.plan;
}

/** What the rules say, without what is the same in all. */
function inShort({ rules }: SnippetPlan) {
  return rules.map((rule) =>
    Object.fromEntries(
      (["priority", "channel", "version", "buildTarget", "buildID", "locale", "mapping"] as const).flatMap(
        (name) => (rule[name] === null ? [] : [[name, rule[name]]]),
      ),
    ),
  );
}

const windows = "WINNT_x86-msvc";
const twoByTwo = [{}, { locale: "ja" }, { buildTarget: windows }, { buildTarget: windows, locale: "ja" }];

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

describe("beside what exists", () => {
  function after(files: readonly SnippetText[], existing: Configuration = nothing): Configuration {
    return configurationSchema.parse(applyChanges(existing, planFor(files, existing).changes));
  }

  test("importing a tree again changes nothing", () => {
    const files = [
      ...twoByTwo.flatMap((state) => offered({ ...state, partial: "real" })),
      ...stopped({ locale: "fr" }),
    ];
    expect(derivePlan(statesOf(files), after(files))).toEqual({ kind: "nothing to change" });
  });

  test("rules come above every rule that may match the same clients, whatever else it asks for", () => {
    const existing = configurationSchema.parse({
      rules: [
        { id: 7, priority: 333, product: "App", channel: "rel*", osVersion: "Windows_98" },
        { id: 8, priority: 900, product: "Other" },
        { id: 9, priority: 900, product: "App", channel: "nightly" },
        { id: 10, priority: 900, product: "App", version: "<3.6" },
      ],
    });
    expect(inShort(planFor(offered({}), existing))).toMatchObject([{ priority: 340 }]);
  });

  test("rules hide none that exist from clients that the snippets do not speak of", () => {
    const existing = configurationSchema.parse({
      rules: [{ id: 7, priority: 50, product: "App", channel: "release" }],
    });
    const [rule] = planFor(stopped({ locale: "fr" }), existing).rules;
    expect(rule).toMatchObject({ locale: "fr", mapping: null });
    expect(rule?.buildTarget).not.toBeNull();
    expect(rule?.buildID).not.toBeNull();
  });

  test("a channel that follows later takes the release as it is, and the rules that exist", () => {
    const first = offered({ partial: "real" });
    const both = [...first, ...offered({ channel: "beta", partial: "real" })];
    const { changes, rules } = planFor(both, after(first));
    expect(changes.releases.map(({ name }) => name)).toEqual(["App-4.0-build2"]);
    expect(changes.rules.map(({ channel }) => channel)).toEqual(["beta"]);
    expect(rules).toHaveLength(2);
  });

  test("a release that partials update from gains what clients are offered of it", () => {
    const existing = after(offered({ partial: "real" }));
    const files = offered({
      version: "3.5",
      buildID: "20090101000000",
      to: "3.6",
      toBuildID: "20100101000000",
      url: "http://a.example.com/x.mar",
    });
    const { changes } = planFor(files, existing);
    expect(changes.releases).toMatchObject([
      { name: "App-3.6-20100101000000", builds: [{ patches: [{ type: "complete" }] }] },
    ]);
  });

  test("a release of the same name but other content is left alone", () => {
    const existing = after(offered({}));
    const { changes } = planFor(offered({ toBuildID: "20110909000000" }), existing);
    expect(changes.releases.map(({ name }) => name)).toEqual(["App-4.0-build2-2"]);
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
