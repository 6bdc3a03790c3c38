import fc from "fast-check";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";

import { explain } from "@/lib/decision/explain";
import type { Snapshot } from "@/lib/decision/snapshot";
import { build, patch, release, rule, snapshot, updatePath } from "@/lib/testing/configurations";

import { answer, type ServingPolicy } from "./answer";

const sticky: ServingPolicy = { roll: () => 0, sticky: true, maxAge: 90 };

function get(served: Snapshot, path = updatePath(), policy = sticky) {
  const { status, headers, body } = answer(
    served,
    { method: "GET", url: path, userAgent: "", address: "192.0.2.1" },
    policy,
  );
  const named = new Map(
    headers.flatMap((value, i) => (i % 2 === 0 ? [[value, headers[i + 1]] as const] : [])),
  );
  return { status, headers: named, body };
}

const empty = '<?xml version="1.0"?>\n<updates>\n</updates>';

describe("an update", () => {
  test("is laid out as release tooling greps it", () => {
    const partial = patch({ type: "partial", size: 10, url: "https://download.heron.example/p?a=1&b=2" });
    const content = {
      attributes: {
        displayVersion: "130.0",
        appVersion: "130.0",
        detailsURL: "https://heron.example/%LOCALE%/",
      },
    };
    const served = snapshot({
      releases: [release({ content, builds: [build({ patches: [patch(), partial] })] })],
    });
    expect(get(served).body).toBe(
      [
        '<?xml version="1.0"?>',
        "<updates>",
        '    <update type="minor" displayVersion="130.0" appVersion="130.0" buildID="20240901000000" detailsURL="https://heron.example/de/">',
        '        <patch type="complete" URL="https://download.heron.example/130.0/de.complete.mar" hashFunction="sha512" hashValue="abc" size="1000"/>',
        '        <patch type="partial" URL="https://download.heron.example/p?a=1&amp;b=2" hashFunction="sha512" hashValue="abc" size="10"/>',
        "    </update>",
        "</updates>",
      ].join("\n"),
    );
  });

  test("comes with the headers that clients and caches rely on", () => {
    const { headers, body } = get(snapshot());
    expect(Object.fromEntries(headers)).toMatchObject({
      "Content-Type": "text/xml; charset=utf-8",
      "Content-Length": String(Buffer.byteLength(body)),
      "Cache-Control": "public, max-age=90",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Rule-ID": "1",
      "Rule-Data-Version": "1",
    });
  });

  test("is in one line for clients that cannot read newlines", () => {
    const served = snapshot({ releases: [release({ content: { squashedFor: ["20190103220533"] } })] });
    expect(get(served, updatePath({ buildID: "20190103220533" })).body).not.toContain("\n");
    expect(get(served, updatePath({ buildID: "20190103220534" })).body).toContain("\n");
  });

  test.each([
    ["2.0.0.20", 'version="2.0.0.20" buildID'],
    ["3.0.9", 'version="3.0.9" buildID'],
    ["3.5.1", 'version="12.0" buildID'],
    ["3.6.1", 'version="12.0" extensionVersion="3.6.1" buildID'],
    ["4.0", 'version="12.0" extensionVersion="12.0" buildID'],
  ])("for an old client of %s has %s", (version, expected) => {
    const content = {
      dialect: "gecko-1.8" as const,
      oldClients: true,
      attributes: { version: "12.0", extensionVersion: "12.0" },
    };
    expect(get(snapshot({ releases: [release({ content })] }), updatePath({ version })).body).toContain(
      expected,
    );
  });

  test("has the attributes of the groups that apply, sorted where the release says so", () => {
    const content = {
      attributeOrder: "name" as const,
      attributes: { appVersion: "130.0", displayVersion: "130.0" },
      attributeGroups: [
        { for: {}, fields: { type: "major" } },
        {
          for: { locales: ["de"], channels: ["rel*"], versions: ["<130.0"] },
          fields: { actions: "showURL", openURL: "https://heron.example/%LOCALE%" },
        },
        { for: { locales: ["fr"] }, fields: { actions: "silent" } },
      ],
    };
    expect(get(snapshot({ releases: [release({ content })] })).body).toContain(
      '<update actions="showURL" appVersion="130.0" buildID="20240901000000" displayVersion="130.0" openURL="https://heron.example/de" type="major">',
    );
  });

  test("tells hosts that want to know that a person asked", () => {
    const served = snapshot({ settings: { throttle: 100, forceHosts: ["https://download.heron.example/"] } });
    expect(get(served, updatePath({}, "?force=1")).body).toContain("de.complete.mar?force=1");
    expect(get(served).body).not.toContain("force");
  });

  test("without a patch keeps its element", () => {
    expect(get(snapshot({ allowedDomains: [] })).body).toMatch(
      /<updates>\n {4}<update [^\n]*>\n {4}<\/update>\n<\/updates>$/,
    );
  });
});

test("a desupport notice echoes the request, escaped", () => {
  const content = {
    kind: "desupport" as const,
    detailsURL: "https://heron.example/%LOCALE%/%VERSION%/%os%?a&b",
    displayVersion: "50.0",
  };
  const served = snapshot({ releases: [release({ content, builds: [] })] });
  expect(get(served, updatePath({ locale: "%22%3Cx%3E", buildTarget: "WINNT_x86" })).body).toContain(
    '<update type="minor" unsupported="true" detailsURL="https://heron.example/&quot;&lt;x&gt;/129.0/WINNT?a&amp;b" displayVersion="50.0">',
  );
});

test("the empty update has its own two lines", () => {
  expect(get(snapshot(), "/update/nonsense").body).toBe(empty);
  expect(get(snapshot(), updatePath({ locale: "fr" })).body).toBe(empty);
});

describe("an answer that a roll decided", () => {
  const served = snapshot({ rules: [rule({ backgroundRate: 50 })] });

  test("is private when the throttle is sticky", () => {
    expect(get(served).headers.get("Cache-Control")).toBe("private, max-age=90");
    expect(get(served, updatePath({}, "?force=1")).headers.get("Cache-Control")).toBe("public, max-age=90");
  });

  test("is public when each answer throws its own dice", () => {
    expect(get(served, updatePath(), { ...sticky, sticky: false }).headers.get("Cache-Control")).toBe(
      "public, max-age=90",
    );
  });
});

describe("JSON products", () => {
  const content = {
    kind: "json" as const,
    version: "2.0.1",
    required: true,
    hashFunction: "sha512",
    files: { WINNT_x86_64: { url: "https://download.heron.example/x.msi", hashValue: "ff" } },
  };
  const served = snapshot({ releases: [release({ content, builds: [] })] });

  test("get the newer version", () => {
    const { status, body, headers } = get(served, "/json/1/Heron/1.9/WINNT_x86_64/release/update.json");
    expect([status, headers.get("Content-Type")]).toEqual([200, "application/json"]);
    expect(JSON.parse(body)).toEqual({
      version: "2.0.1",
      url: "https://download.heron.example/x.msi",
      required: true,
      hashFunction: "sha512",
      hashValue: "ff",
    });
  });

  test.each([
    "/json/1/Heron/2.0.1/WINNT_x86_64/release/update.json",
    "/json/1/Heron/1.0/other/release/update.json",
    "/json/9/x",
  ])("get 404 without a body for %s", (path) => {
    expect(get(served, path)).toMatchObject({ status: 404, body: "" });
  });
});

test("other methods than GET and HEAD are refused", () => {
  expect(
    answer(snapshot(), { method: "POST", url: updatePath(), userAgent: "", address: "" }, sticky).status,
  ).toBe(405);
});

test("whatever a request holds, the answer is 200, well-formed, and what its explanation shows", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }).map(encodeURIComponentLoosely),
    fc.constantFrom(
      "129.0",
      "de",
      "release",
      "Heron",
      "%00",
      "%ff",
      "%25%33",
      "..",
      "<",
      "&amp;",
      "constructor",
      "__proto__",
    ),
  );
  const served = snapshot({
    rules: [
      rule({ product: null, mapping: "notice", channel: "release" }),
      rule({ id: 2, priority: 1, product: null }),
    ],
    releases: [
      release(),
      release({
        name: "notice",
        content: { kind: "desupport", detailsURL: "http://x/%LOCALE%%VERSION%%OS%", displayVersion: "1" },
        builds: [],
      }),
    ],
  });
  fc.assert(
    fc.property(
      fc.array(hostile, { minLength: 0, maxLength: 12 }),
      fc.integer({ min: 0, max: 7 }),
      hostile,
      (parts, version, parameter) => {
        const path = `/update/${version}/${parts.join("/")}/update.xml?force=${parameter}`;
        const { status, body } = get(served, path);
        expect(status).toBe(200);
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own
        expect(XMLValidator.validate(body)).toBe(true);
        expect(explain(served, { url: path, roll: () => 0 }).body).toBe(body);
      },
    ),
    { numRuns: 3000 },
  );
});

function encodeURIComponentLoosely(text: string): string {
  return text.replace(/[/?#\s]/g, (found) => encodeURIComponent(found));
}
