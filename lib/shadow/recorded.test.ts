import { describe, expect, test } from "vitest";

import { updatePath } from "@/lib/testing/configurations";

import { readRecorded, withPlainOsVersion, type ReadRecorded, type RecordedOptions } from "./recorded";

const path = updatePath();
const options: RecordedOptions = { format: "auto", field: null, force: false };

function read(line: string, more: Partial<RecordedOptions> = {}): ReadRecorded {
  return readRecorded(line, { ...options, ...more });
}

function recorded(line: string, more: Partial<RecordedOptions> = {}) {
  const found = read(line, more);
  if (found.kind === "none") throw new Error(found.reason);
  return found.recorded;
}

const combined = (request: string, agent = "Mozilla/5.0") =>
  `192.0.2.7 - - [26/Nov/2026:12:00:00 +0000] "${request}" 200 512 "-" "${agent}"`;

describe("a request is found in", () => {
  test.each([
    ["Apache's common format", `192.0.2.7 - - [26/Nov/2026:12:00:00 +0000] "GET ${path} HTTP/1.1" 200 512`],
    ["Apache's combined format, or nginx's", combined(`GET ${path} HTTP/1.1`)],
    ["a log with the host in front", `aus.example.com:443 ${combined(`GET ${path} HTTP/1.0`)}`],
    ["HTTP/2", combined(`GET ${path} HTTP/2`)],
    ["a whole URL", `https://aus2.example.com${path}`],
    ["a path", path],
    ["JSON with the request line", JSON.stringify({ request: `GET ${path} HTTP/1.1`, status: 200 })],
    ["JSON with a URL inside", JSON.stringify({ url: { original: `https://aus.example.com${path}` } })],
    ["a line with blanks around and a carriage return", `  ${path}\r`],
  ])("%s", (_, line) => {
    expect(recorded(line)).toMatchObject({ target: path, userAgent: null });
  });

  test("JSON by the name that is given", () => {
    const line = JSON.stringify({ request: "GET / HTTP/1.1", http: { target: path } });
    expect(recorded(line, { field: "http.target" }).target).toBe(path);
  });
});

test.each([
  ["", "empty line or comment"],
  ["# fields: a b", "empty line or comment"],
  ["ERROR 2026-11-26 something broke", "no request in the line"],
  ['{"broken', "no request in the line"],
  [JSON.stringify({ message: path }), "no such field in the JSON"],
  [combined(`POST ${path} HTTP/1.1`), "another method than GET"],
  [combined("GET /favicon.ico HTTP/1.1"), "no update path"],
  [combined("GET /updates/3/a HTTP/1.1"), "no update path"],
  [combined("GET /update/3/Heron/1.0/update.xml HTTP/1.1"), "an update path that fits no client's"],
])("%j holds none: %s", (line, reason) => {
  expect(read(line)).toEqual({ kind: "none", reason });
});

describe("requests are one", () => {
  const same = (a: string, b: string, more: Partial<RecordedOptions> = {}) =>
    JSON.stringify(recorded(a, more).fingerprint) === JSON.stringify(recorded(b, more).fingerprint);

  test("whatever the log says beside, and whatever parameters no service looks at", () => {
    expect(same(path, combined(`GET ${path}?avast=1 HTTP/1.1`))).toBe(true);
    expect(same(`${path}?force=1&x=2`, `${path}?force=1`)).toBe(true);
  });

  test("unless they differ in what services look at", () => {
    expect(same(path, `${path}?force=1`)).toBe(false);
    expect(same(`${path}?pin=102.`, `${path}?pin=115.`)).toBe(false);
    expect(same(path, updatePath({ locale: "fr" }))).toBe(false);
  });

  test("when all are asked with force=1", () => {
    expect(same(path, `${path}?force=-1`, { force: true })).toBe(true);
    expect(recorded(`${path}?mig64=1`, { force: true }).target).toBe(`${path}?mig64=1&force=1`);
  });

  test("unless one is of a PowerPC, which only its User-Agent tells", () => {
    const mac = updatePath({ buildTarget: "Darwin_ppc-gcc3" });
    const [ppc, intel] = ["PPC Mac OS X", "Intel Mac OS X"].map((agent) =>
      combined(`GET ${mac} HTTP/1.1`, agent),
    );
    expect(same(ppc!, intel!)).toBe(false);
    expect(recorded(ppc!).userAgent).toBe("PPC");
  });
});

test("bytes that a log escapes are sent as they came", () => {
  const told = combined(`GET ${updatePath({ locale: "d\\xe9\\x22" })} HTTP/1.1`);
  expect(recorded(told).target).toBe(updatePath({ locale: "d%E9%22" }));
  expect(recorded(updatePath({ locale: "d\u00e9" })).target).toBe(updatePath({ locale: "d%E9" }));
});

test("an OS version that was encoded twice can be asked for once encoded", () => {
  const { target, query } = recorded(`${updatePath({ osVersion: "Windows_NT%252010.0" })}?force=1`);
  expect(withPlainOsVersion(target, query)).toBe(`${updatePath({ osVersion: "Windows_NT%2010.0" })}?force=1`);
  expect(withPlainOsVersion(path, recorded(path).query)).toBeNull();
});
