import fc from "fast-check";
import type { z } from "zod";

import type { configurationSchema } from "@/lib/configuration/configuration";

import { names } from "./arbitrary-client";

export type ReleaseInput = NonNullable<z.input<typeof configurationSchema>["releases"]>[number];
type BuildInput = NonNullable<ReleaseInput["builds"]>[number];
type PatchInput = NonNullable<BuildInput["patches"]>[number];

/** Their kinds are fixed, so that rules, pins and partials can name them. */
export const releaseNames = ["new", "newer", "old", "source", "desupport", "plugins", "addons", "bundle"];

const url = fc.constantFrom(
  "https://good.example/a.mar",
  "https://good.example/b.mar?x=1&y=2",
  "https://evil.example/c.mar",
  "https://paths.example/dl/d.mar",
);
const template = fc.constantFrom(
  "https://good.example/%OS_FTP%/%LOCALE%/%FILENAME%",
  "https://good.example/?product=%PRODUCT%&os=%OS_BOUNCER%&lang=%locale%",
  "https://good.example/plain.mar",
  "https://evil.example/%LOCALE%",
);
const sources = ["*", "source", "gone"];
const byFrom = (value: fc.Arbitrary<string>) =>
  fc.dictionary(fc.constantFrom(...sources), value, { maxKeys: 3 });
const byType = (value: fc.Arbitrary<string>) =>
  fc.record({ complete: byFrom(value), partial: byFrom(value) });

function patch(type: PatchInput["type"]): fc.Arbitrary<PatchInput> {
  return fc.record({
    type: fc.constant(type),
    from: type === "complete" ? fc.constant("*") : fc.constantFrom(...sources),
    size: fc.integer({ min: 1, max: 9 }),
    hashValue: fc.constantFrom("a", "b<c"),
    hashFunction: fc.constantFrom(null, null, "sha1"),
    url: fc.option(url),
  });
}

const attributeValue = fc.constantFrom("x", 'a "b" <c> & d', "https://d.example/%LOCALE%/?a&b");
const version = fc.constantFrom(...names.version);

const build: fc.Arbitrary<Omit<BuildInput, "buildTarget" | "locale">> = fc.record({
  buildID: fc.constantFrom("10", "20", "30", null),
  attributes: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record({ appVersion: version }) },
  ),
  patches: fc
    .tuple(fc.array(patch("complete"), { maxLength: 2 }), fc.array(patch("partial"), { maxLength: 2 }))
    .map((lists) => lists.flat()),
});

const builds: fc.Arbitrary<BuildInput[]> = fc
  .tuple(
    ...["p", "q"].flatMap((target) =>
      names.locale.map((locale) => fc.tuple(fc.constant({ buildTarget: target, locale }), fc.option(build))),
    ),
  )
  .map((each) => each.flatMap(([place, said]) => (said ? [{ ...place, ...said }] : [])));

const group = fc.record({
  for: fc.record(
    {
      channels: fc.constantFrom<string[][]>(["release*"], ["nightly", "be*"]),
      locales: fc.constantFrom<string[][]>(["de"], ["de", "en-US"]),
      versions: fc.constantFrom<string[][]>(["<60.0"], [">=60.0", "4.0"]),
      buildIDs: fc.constantFrom<string[][]>(["<20"], [">10"]),
    },
    { requiredKeys: [] },
  ),
  fields: fc.record({ actions: fc.constant("silent"), openURL: attributeValue }, { requiredKeys: [] }),
});

function application(name: string): fc.Arbitrary<ReleaseInput> {
  const gecko18 = name === "old";
  const content = fc.record({
    kind: fc.constant("application" as const),
    dialect: fc.constant(gecko18 ? ("gecko-1.8" as const) : ("gecko-2" as const)),
    attributeOrder: fc.constantFrom("dialect" as const, "name" as const),
    attributes: gecko18
      ? fc.record(
          { version, extensionVersion: version, detailsURL: attributeValue },
          { requiredKeys: ["extensionVersion"] },
        )
      : fc.record(
          {
            appVersion: version,
            displayVersion: attributeValue,
            detailsURL: attributeValue,
            showPrompt: fc.constant("true"),
          },
          { requiredKeys: [] },
        ),
    attributeGroups: gecko18 ? fc.constant<never[]>([]) : fc.array(group, { maxLength: 1 }),
    oldClients: fc.constant(gecko18).chain((old) => (old ? fc.boolean() : fc.constant(false))),
    squashedFor: fc.constantFrom<string[][]>([], [], ["10"]),
    urlTemplates: fc.dictionary(fc.constantFrom("release", "beta", "*"), byType(template), { maxKeys: 3 }),
    filenames: byType(fc.constant("f.mar")),
    bouncerProducts: byType(fc.constant("product-1")),
    buildTargets: fc.constant({ p: { osFtp: "linux", osBouncer: "lin" }, q: {}, alias: { alias: "p" } }),
  });
  return fc.record({ name: fc.constant(name), product: fc.constant("Heron"), content, builds });
}

const file = fc.record({
  url,
  hashValue: fc.constant("h"),
  size: fc.integer({ min: 1, max: 9 }),
  mirrorURLs: fc.array(url, { maxLength: 2 }),
});
const addons = fc.dictionary(
  fc.constantFrom("b@x", "a@x"),
  fc.record({
    version: fc.constant("1"),
    files: fc.dictionary(
      fc.constantFrom("p", "q", "default"),
      fc.oneof(file, fc.record({ alias: fc.constantFrom("q", "nowhere") })),
      { maxKeys: 3 },
    ),
  }),
  { maxKeys: 2 },
);

function other(
  name: string,
  product: string,
  content: fc.Arbitrary<ReleaseInput["content"]>,
): fc.Arbitrary<ReleaseInput> {
  return content.map((said) => ({ name, product, content: said }));
}

export const arbitraryReleases: fc.Arbitrary<ReleaseInput[]> = fc.tuple(
  application("new"),
  application("newer"),
  application("old"),
  application("source"),
  other(
    "desupport",
    "Heron",
    fc.constant({
      kind: "desupport" as const,
      detailsURL: "https://d.example/%LOCALE%/%VERSION%/%OS%?a&b",
      displayVersion: "9 <9>",
    }),
  ),
  other(
    "plugins",
    "Plugins",
    fc.record({ kind: fc.constant("plugins" as const), hashFunction: fc.constant("sha512"), addons }),
  ),
  other(
    "addons",
    "Heron",
    fc.record({
      kind: fc.constant("system-addons" as const),
      hashFunction: fc.constant("sha512"),
      uninstall: fc.boolean(),
      addons,
    }),
  ),
  other(
    "bundle",
    "Bundle",
    fc.record({
      kind: fc.constant("bundle" as const),
      products: fc.constantFrom<string[][]>([], ["Plugins", "Heron"]),
      releases: fc.constantFrom<string[][]>([], ["addons", "gone", "new", "plugins"]),
    }),
  ),
);
