import { expect, test } from "vitest";

import { demandsOf } from "./demand";
import { readTree, updateUrl } from "./tree";

const options = { nightlyChannel: "nightly", branchVersions: {} };

function snippet(type: "complete" | "partial", build = "20110101000000"): string {
  const url = `http://a.example.com/${type}.mar`;
  return `version=1\ntype=${type}\nurl=${url}\nhashFunction=sha512\nhashValue=aa\nsize=1\nbuild=${build}\nappv=4.0\nextv=4.0\n`;
}

const at = "App/3.6/Linux_x86-gcc3/20100101000000/de";

test("a path says everything that AUS2 asked of a client", () => {
  const { states, problems } = readTree([{ path: `${at}/beta/complete.txt`, text: "" }], options);
  expect(problems).toEqual([]);
  expect(states).toEqual([
    {
      state: {
        product: "App",
        version: "3.6",
        buildTarget: "Linux_x86-gcc3",
        buildID: "20100101000000",
        locale: "de",
        channel: "beta",
      },
      complete: { path: `${at}/beta/complete.txt`, snippet: null },
      partial: null,
    },
  ]);
});

test("a nightly's path has no channel, and its branch stands for a version", () => {
  const files = [{ path: "App/trunk/Linux/2010/de/complete.txt", text: snippet("complete") }];
  const { states } = readTree(files, { nightlyChannel: "night", branchVersions: { trunk: "3.7a1" } });
  expect(states[0]?.state).toMatchObject({ version: "3.7a1", channel: "night" });
});

test.each([
  ["App/trunk/Linux/2010/de/complete.txt", "--branch trunk=3.7a1"],
  ["complete.txt", "give the directory that holds the products"],
  [`tree/${at}/beta/complete.txt`, "give the directory that holds the products"],
  [`${at}/beta/complete.txt.orig`, "Only complete.txt and partial.txt are snippets"],
])("%s belongs nowhere", (path, message) => {
  const { states, problems } = readTree([{ path, text: "" }], options);
  expect(states).toEqual([]);
  expect(problems).toEqual([
    { path, line: null, leavesOut: "file", message: expect.stringContaining(message) as string },
  ]);
});

test("a state of which one file cannot be used is left out as a whole", () => {
  const { states, problems, fileCount } = readTree(
    [
      { path: `${at}/beta/complete.txt`, text: snippet("complete") },
      { path: `${at}/beta/partial.txt`, text: snippet("partial").replace("size=1", "size=x") },
      { path: `${at}/release/complete.txt`, text: snippet("complete") },
    ],
    options,
  );
  expect(states.map(({ state }) => state.channel)).toEqual(["release"]);
  expect(problems).toMatchObject([{ path: `${at}/beta/partial.txt`, line: 6, leavesOut: "state" }]);
  expect(fileCount).toBe(3);
});

test("an absent file falls back to the plain channel, an empty one does not", () => {
  const { states } = readTree(
    [
      { path: `${at}/release/complete.txt`, text: snippet("complete") },
      { path: `${at}/release/partial.txt`, text: snippet("partial") },
      { path: `${at}/release-cck-one/partial.txt`, text: "" },
      { path: `${at}/release-cck-two/complete.txt`, text: "" },
      { path: `${at}/release-cck-three/complete.txt`, text: snippet("complete", "20110202000000") },
    ],
    options,
  );
  const offers = new Map(demandsOf(states).map(({ state, offer }) => [state.channel, offer]));
  expect(offers.get("release")?.partial?.url).toBe("http://a.example.com/partial.mar");
  expect(offers.get("release-cck-one")).toMatchObject({ buildID: "20110101000000", partial: null });
  expect(offers.get("release-cck-two")).toBeNull();
  // Its partial would lead to another build than its complete.
  expect(offers.get("release-cck-three")).toMatchObject({ buildID: "20110202000000", partial: null });
});

test("a partial alone is no update", () => {
  const { states } = readTree([{ path: `${at}/beta/partial.txt`, text: snippet("partial") }], options);
  expect(demandsOf(states)).toMatchObject([{ offer: null }]);
});

test("clients ask in the way of version 3, their fields encoded", () => {
  const state = {
    product: "App",
    version: "3.6",
    buildTarget: "Linux x86",
    buildID: "2010",
    locale: "de",
    channel: "a/b",
  };
  expect(updateUrl(state)).toBe(
    "/update/3/App/3.6/2010/Linux%20x86/de/a%2Fb/default/default/default/update.xml?force=1",
  );
});
