import { describe, expect, test } from "vitest";

import { releaseSchema } from "@/lib/releases/release";
import { blob, build } from "@/lib/testing/balrog-documents";

import { readBlob } from "./blob";
import { blobVersion, dataVersionsOf, requireDataVersions } from "./data-versions";
import { overwrite, putLocale, update } from "./release-operations";

const { builds, ...row } = readBlob({ name: "b1", product: "b", blob }).release;
const release = { ...releaseSchema.parse(row), comment: "Ours", rowVersion: 4 };
const held = { release, builds: builds.map((each) => ({ ...each, release: "b1", rowVersion: 2 })) };
const given = { name: "b1", product: "b" };
const kinds = (operations: readonly { entity: string; action: string }[]) =>
  operations.map(({ entity, action }) => `${action} ${entity}`);

const locale = {
  buildTarget: "p",
  locale: "m",
  data: { ...build, buildID: "20" },
  aliases: [],
  schemaVersion: 4,
  hashFunction: "sha512",
};

describe("what a release is to become", () => {
  test("the same blob again changes nothing, and our comment stays", () => {
    expect(overwrite(held, { ...given, blob }).operations).toEqual([]);
  });

  test("a whole blob deletes the locales that it lacks", () => {
    const other = {
      ...blob,
      platforms: { p: { buildID: 20, OS_FTP: "of", OS_BOUNCER: "ob", locales: { m: build } } },
    };
    expect(kinds(overwrite(held, { ...given, blob: other }).operations)).toEqual([
      "create build",
      "delete build",
    ]);
  });

  test("a part leaves the rest, and what Balrog has no words for", () => {
    const patch = { ...release.content, squashedFor: ["20"] };
    const ours = { ...held, release: { ...release, content: patch } as typeof release };
    const part = {
      platforms: { p: { locales: { m: { ...build, buildID: "20" } } }, new: { locales: { m: build } } },
    };
    expect(kinds(update({ ...ours, builds: [] }, part).operations)).toEqual(["create build", "create build"]);
    expect(kinds(update(held, { displayVersion: "3.0" }).operations)).toEqual(["update release"]);
  });

  test("a locale is added or replaced, with further build targets for it", () => {
    expect(kinds(putLocale({ ...held, builds: [] }, given, locale).operations)).toEqual(["create build"]);
    const again = { ...held, builds: [{ ...held.builds[0], locale: "m", buildID: "19" }] } as typeof held;
    expect(kinds(putLocale(again, given, locale).operations)).toEqual(["update build"]);
    const aliased = putLocale({ ...held, builds: [] }, given, { ...locale, aliases: ["q"] });
    expect(kinds(aliased.operations)).toEqual(["update release", "create build"]);
  });

  test("a locale makes the release that is not there yet, once it is known how to", () => {
    const nothing = { release: null, builds: [] };
    expect(kinds(putLocale(nothing, given, locale).operations)).toEqual(["create release", "create build"]);
    expect(() => putLocale(nothing, given, { ...locale, schemaVersion: null })).toThrow(
      "schema_version is required",
    );
    expect(() => putLocale(held, given, { ...locale, hashFunction: "md5" })).toThrow(
      'hashFunction "md5" is not',
    );
  });
});

describe("data versions", () => {
  test("count every change of a release and its locales", () => {
    expect(blobVersion(release, held.builds)).toBe(6);
    expect(dataVersionsOf(release, held.builds)).toEqual({ ".": 4, platforms: { p: { locales: { l: 2 } } } });
  });

  test("have to be given for what is changed, and only for that", () => {
    const { operations } = update(held, { displayVersion: "3.0" });
    requireDataVersions(operations, { ".": 4 });
    for (const seen of [{}, { ".": 3 }]) {
      expect(() => {
        requireDataVersions(operations, seen);
      }).toThrow("The release is at data version 4");
    }
    const added = putLocale({ ...held, builds: [] }, given, locale).operations;
    requireDataVersions(added, {});
    expect(() => {
      requireDataVersions(added, { platforms: { p: { locales: { m: 1 } } } });
    }).toThrow("The locale m of p is not there");
  });
});
