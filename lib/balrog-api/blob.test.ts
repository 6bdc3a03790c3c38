import { describe, expect, test } from "vitest";

import { Refusal } from "@/lib/errors";
import { blob, build } from "@/lib/testing/balrog-documents";
import { readScenarios, vectorFiles, vectorsAreThere } from "@/lib/testing/conformance/vectors";

import { blobOf, localeOf, mergedBlob, placesOf, readBlob, withoutLocales } from "./blob";

const given = { name: "b1", product: "b", blob };

describe("a blob", () => {
  test("is read as an import reads it, and told again", () => {
    const { release, warnings } = readBlob(given);
    expect(release).toMatchObject({ name: "b1", product: "b", builds: [{ buildTarget: "p", locale: "l" }] });
    expect(warnings).toEqual([]);
    expect(readBlob({ ...given, blob: blobOf(release) }).release).toEqual(release);
  });

  test("with something wrong is refused, with all of it by pointer", () => {
    const wrong = { ...blob, platforms: { p: { locales: { l: { completes: [{ from: "*" }] } } } } };
    const read = () => readBlob({ ...given, blob: wrong });
    expect(read).toThrow(Refusal);
    try {
      read();
    } catch (error) {
      const pointers = (error as Refusal).errors.map(({ pointer }) => pointer);
      expect(pointers).toContain("/blob/platforms/p/locales/l/completes/0/filesize");
    }
  });

  test("with something that nothing here knows says so", () => {
    const { warnings } = readBlob({ ...given, blob: { ...blob, appVersoin: "2.0" } });
    expect(warnings).toEqual([expect.stringContaining("/blob/appVersoin: appVersoin is not known")]);
  });

  test("is laid over another part by part, lists as a whole", () => {
    const part = { platforms: { p: { locales: { m: build } }, q: { alias: "p" } }, displayVersion: "2.0.1" };
    const merged = mergedBlob(blob, part);
    expect(placesOf(merged)).toEqual([
      { buildTarget: "p", locale: "l" },
      { buildTarget: "p", locale: "m" },
    ]);
    expect(merged).toMatchObject({
      displayVersion: "2.0.1",
      appVersion: "2.0",
      platforms: { p: { OS_FTP: "of" } },
    });
    expect(
      localeOf(
        mergedBlob(merged, { platforms: { p: { locales: { m: { completes: [] } } } } }),
        placesOf(merged)[1] ?? { buildTarget: "", locale: "" },
      ),
    ).toEqual({
      completes: [],
    });
    expect(localeOf(blob, { buildTarget: "p", locale: "constructor" })).toBeNull();
    expect(placesOf(withoutLocales(merged))).toEqual([]);
  });
});

test.skipIf(!vectorsAreThere)("every release of Balrog's comes through this API as through an import", () => {
  const releases = vectorFiles
    .flatMap((file) => readScenarios(file))
    .flatMap(
      (scenario) =>
        (scenario as unknown as { releases: { name: string; product: string; blob: object }[] }).releases,
    );
  let sound = 0;
  for (const { name, product, blob: theirs } of releases) {
    let release;
    try {
      ({ release } = readBlob({ name, product, blob: theirs as Record<string, unknown> }));
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      continue;
    }
    sound += 1;
    expect(readBlob({ name, product, blob: blobOf(release) }).release).toEqual(release);
  }
  expect(sound).toBeGreaterThan(100);
});
