import { describe, expect, test } from "vitest";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { inShort, nothing, planFor, statesOf, twoByTwo } from "@/lib/testing/snippet-plans";
import { offered, stopped, type SnippetText } from "@/lib/testing/snippets";

import { applyChanges, derivePlan } from "./derive";

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
