import { expect, test } from "vitest";

import { build, check, content, release, told } from "@/lib/testing/findings";

test.each([
  ["https://cdn.example.com/x.mar", true],
  ["http://cdn.example.com/x.mar", true],
  ["https://paths.example.com/firefox/x.mar", true],
  ["https://paths.example.com/other/x.mar", false],
  ["https://elsewhere.example/x.mar", false],
  ["https://cdn.example.com:8443/x.mar", false],
  ["https://cdn.example.com@elsewhere.example/x.mar", false],
  ["https://cdn.example.com.elsewhere.example/x.mar", false],
  ["https://cdn.example.com./x.mar", false],
  ["https:\\\\cdn.example.com\\x.mar", false],
  ["ftp://cdn.example.com/x.mar", false],
  ["javascript:alert(1)", false],
  ["//cdn.example.com/x.mar", false],
])("a patch may come from %s: %s", (url, allowed) => {
  const findings = told(check({ releases: [release("F-1", { builds: [build(url)] })] }));

  expect(findings).toEqual(allowed ? [] : ["error forbidden-host /build/0/patches/0/url"]);
});

test("a host that is allowed for another product only is forbidden", () => {
  const releases = [
    release("T-1", { product: "Thunderbird", builds: [build("https://cdn.example.com/x.mar")] }),
  ];

  expect(told(check({ releases }))).toEqual(["error forbidden-host /build/0/patches/0/url"]);
});

test("URL templates and files of add-ons and JSON products are checked as well", () => {
  const bad = "https://elsewhere.example/x";
  const file = { url: "https://cdn.example.com/x", hashValue: "", size: 1, mirrorURLs: [bad] };
  const releases = [
    release("A", content({ urlTemplates: { "*": { complete: { "*": `${bad}/%LOCALE%` } } } })),
    release(
      "B",
      content({ urlTemplates: { "*": { complete: { "*": "https://paths.example.com/%LOCALE%" } } } }),
    ),
    release("C", {
      content: {
        kind: "plugins",
        hashFunction: "sha512",
        addons: { gmp: { version: "1", files: { Linux: file } } },
      },
    }),
    release("D", {
      content: {
        kind: "json",
        version: "1",
        required: false,
        hashFunction: "sha512",
        files: { Linux: { url: bad, hashValue: "" } },
      },
    }),
  ];

  expect(told(check({ releases }))).toEqual([
    "error forbidden-host /release/0/content/urlTemplates/*/complete/*",
    "error forbidden-host /release/2/content/addons/gmp/files/Linux/mirrorURLs/0",
    "error forbidden-host /release/3/content/files/Linux/url",
  ]);
});
