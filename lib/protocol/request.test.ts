import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { queryOf, updatePath } from "@/lib/testing/configurations";

import { parseUpdateUrl } from "./request";

describe("a request", () => {
  test("of version 6 says everything", () => {
    const path =
      "/update/6/Heron/115.0/20230706202529/WINNT_x86_64-msvc-x64/de/release-cck-acme/Windows_NT%2010.0/ISET:SSE4_2,MEM:8192,JAWS:1/acme/1.2/update.xml?force=1&mig64=1&pin=115.";
    expect(queryOf(path)).toMatchObject({
      queryVersion: 6,
      product: "Heron",
      version: "115.0",
      buildID: "20230706202529",
      buildTarget: "WINNT_x86_64-msvc-x64",
      locale: "de",
      channel: "release-cck-acme",
      fallbackChannel: "release",
      osVersion: "Windows_NT 10.0",
      instructionSet: "SSE4_2",
      memory: 8192,
      jaws: true,
      distribution: "acme",
      distVersion: "1.2",
      mig64: true,
      force: "1",
      pin: [115],
      headerArchitecture: "Intel",
    });
  });

  test.each([
    [0, "Heron/1.0/10/p/l", { channel: "", osVersion: "", distribution: null }],
    [1, "Heron/1.0/10/p/l/beta", { channel: "beta", osVersion: "", distribution: null }],
    [2, "Heron/1.0/10/p/l/beta/os", { osVersion: "os", distribution: null, distVersion: null }],
    [3, "Heron/1.0/10/p/l/beta/os/d/dv", { osVersion: "os", distribution: "d", distVersion: "dv" }],
    [4, "Heron/1.0/10/p/l/beta/os/d/dv/1.9", { distribution: "d", distVersion: "dv" }],
    [5, "Heron/1.0/10/p/l/beta/os/d/dv/imei", { distribution: "d", distVersion: "dv" }],
  ])("of version %i is read", (queryVersion, path, expected) => {
    expect(queryOf(`/update/${queryVersion}/${path}/update.xml`)).toMatchObject(expected);
  });

  test("for a JSON product is read", () => {
    expect(queryOf("/json/2/Vpn/1.0/WINNT_x86_64/release/os/update.json")).toMatchObject({
      form: "json",
      buildTarget: "WINNT_x86_64",
      channel: "release",
      osVersion: "os",
    });
  });

  test("to the old host's path means the same", () => {
    expect(queryOf(updatePath().replace("/update/", "/update2/"))).toEqual(queryOf(updatePath()));
  });

  test("may encode its OS version twice", () => {
    expect(queryOf(updatePath({ osVersion: "Windows_NT%252010.0" })).osVersion).toBe("Windows_NT 10.0");
  });

  test("has a question mark for each character outside ASCII", () => {
    expect(queryOf(updatePath({ locale: "%E2%98%83" })).locale).toBe("?");
    expect(queryOf(updatePath({ locale: "%FF%FE" })).locale).toBe("??");
    expect(queryOf(updatePath({ locale: "a\u00e2\u0098\u0083" })).locale).toBe("a?");
  });

  test("keeps broken escapes as they stand", () => {
    expect(queryOf(updatePath({ locale: "100%zz%4" })).locale).toBe("100%zz%4");
  });

  test.each([
    ["?force=1?avast=1", "1"],
    ["?force=1%3Favast=1", "1"],
    ["?force=1&force=-1", "-1"],
    ["?force=0", null],
    ["?force", null],
    ["?%66orce=1", "1"],
    ["?Force=1", null],
    ["", null],
  ])("with %j has force %j", (parameters, force) => {
    expect(queryOf(updatePath({}, parameters)).force).toBe(force);
  });

  test("of version 3 loses the suffix of ESR prereleases", () => {
    expect(queryOf("/update/3/Heron/10.0esrpre/1/p/l/esr/os/d/dv/update.xml").version).toBe("10.0");
  });

  test("is PPC only for Darwin and by its User-Agent", () => {
    const darwin = updatePath({ buildTarget: "Darwin_ppc-gcc3" });
    expect(queryOf(darwin, "Heron PPC Mac").headerArchitecture).toBe("PPC");
    expect(queryOf(darwin, "Heron").headerArchitecture).toBe("Intel");
    expect(queryOf(updatePath(), "Heron PPC Mac").headerArchitecture).toBe("Intel");
  });

  test.each([
    "/update",
    "/update/",
    "/update/7/Heron/1.0/10/p/l/a/os/c/d/dv/update.xml",
    "/update/3/Heron/1.0/10/p/l/a/os/d/update.xml",
    "/update/3/Heron/1.0/10/p/l//os/d/dv/update.xml",
    "/update/3/Heron/1.0/10/p/l/a/o%2Fs/d/dv/update.xml",
    "/update/3/Heron/1.0/10/p/l/a/os/d/dv/update.xml.bak",
    "/update/3/Heron/1.0/10/p/l/a/os/d/dv/update.xml/",
  ])("%s is unreadable", (path) => {
    expect(parseUpdateUrl(path).kind).toBe("unreadable");
  });

  test("of any kind does not throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.string(), (path, userAgent) => {
        expect(["query", "unreadable"]).toContain(parseUpdateUrl(`/update/${path}`, { userAgent }).kind);
      }),
      { numRuns: 2000 },
    );
  });
});
