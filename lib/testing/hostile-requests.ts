import { makeRandom, pick, type Random } from "./random";

/** A request that somebody who means ill, or a broken program, may send. */
export type HostileRequest = {
  /** The bytes, one per character. */
  readonly bytes: string;
  /** Whether it is HTTP that must be answered 200, however strange what it asks for. */
  readonly isHttp: boolean;
  readonly method: string;
};

const words = [
  "",
  " ",
  ".",
  "..",
  "%2e%2e%2f",
  "%00",
  "%",
  "%zz",
  "%c0%ae",
  "%ff%fe",
  "%F0%9F%A6%8A",
  "%u0041",
  "%25252525",
  "%0d%0aSet-Cookie:%20a=b",
  "<script>alert(1)</script>",
  "%3C%21%5BCDATA%5B%5D%5D%3E",
  "]]>",
  "&amp;&nbsp;",
  '"',
  "'",
  "`${7*7}`",
  "{{7*7}}",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "' OR 1=1--",
  "%EF%BF%BF",
  "%ED%A0%80",
  "-1",
  "1e309",
  "NaN",
  "0x41",
  "99999999999999999999999999",
  "%OS_VERSION%",
  "%LOCALE%",
  "*",
  "release*",
  "release-cck-",
  "-cck--cck-",
  "ISET:SSE4_2,MEM:8192,JAWS:1",
  "MEM:99999999999999999999",
  "ISET:,,,::::",
  "é",
  "\u00ff\u00fe",
  "\\",
  ";jsessionid=1",
  "#fragment",
];
const products = ["Heron", "Osprey", "Firefox", "GMP", "SystemAddons", "FirefoxVPN"];
const versions = [
  "130.0",
  "3.6.13",
  "1.5.0.12",
  "60",
  "128.0esr",
  "10.0esrpre",
  "145.0a1",
  "4.0rc2",
  "130.0.9999999",
];
const channels = ["release", "beta", "nightly", "esr", "test", "release-cck-acme", "default"];
const targets = ["WINNT_x86_64-msvc-x64", "Linux_x86_64-gcc3", "Darwin_aarch64-gcc3", "WINNT_x86-msvc"];
const parameters = [
  "force=1",
  "force=-1",
  "force=1?avast=1",
  "force=1%3Favast=1",
  "mig64=1",
  "mig64=2",
  "pin=102.",
  "pin=999999999999999999999999.",
  "pin=-1.",
  "pin=%00.",
  "force",
  "force=",
  "=",
  "&&&",
  "a=b=c",
  "force=1&force=-1",
  "%=%",
];

/** Requests that are the same for the same seed. Nine of ten are HTTP; the rest break it. */
export function* hostileRequests(seed: number, count: number): Generator<HostileRequest> {
  const random = makeRandom(seed);
  for (let made = 0; made < count; made++) {
    yield random() < 0.9 ? strangeRequest(random) : brokenRequest(random);
  }
}

function repeat(random: Random, most: number, make: () => string, separator = ""): string {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, make).join(separator);
}

/** A value of the right kind, or nearly, or not at all. */
function segment(random: Random, usual: readonly string[]): string {
  const dice = random();
  if (dice < 0.6) return pick(random, usual);
  if (dice < 0.8) return pick(random, words);
  if (dice < 0.9) return pick(random, usual) + pick(random, words);
  if (dice < 0.99) return repeat(random, 12, () => String.fromCharCode(33 + Math.floor(random() * 94)));
  return pick(random, words).repeat(Math.floor(random() * 300));
}

function path(random: Random): string {
  const version = random() < 0.9 ? String(Math.floor(random() * 8)) : pick(random, words);
  const root = pick(random, ["update", "update", "update", "update2", "json"]);
  const some = [
    segment(random, products),
    segment(random, versions),
    segment(random, ["20240801000000", "20101203074432", "1"]),
    segment(random, targets),
    segment(random, ["de", "en-US", "x86 de", "zh-CN"]),
    segment(random, channels),
    segment(random, ["Windows_NT%252010.0", "Darwin%208.8.1", "Linux%206.1%20(GTK%203.24)"]),
    segment(random, ["ISET:SSE4_2,MEM:8192", "SSE3", "NA", "SSE3,8192"]),
    segment(random, ["default", "acme"]),
    segment(random, ["default", "1.0"]),
  ];
  const length = random() < 0.7 ? pick(random, [5, 6, 7, 9, 10]) : Math.floor(random() * 14);
  const file = random() < 0.9 ? (root === "json" ? "update.json" : "update.xml") : pick(random, words);
  const query = random() < 0.4 ? `?${repeat(random, 3, () => pick(random, parameters), "&")}` : "";
  return `/${root}/${[version, ...some.slice(0, length), file].join("/")}${query}`;
}

/** Without what ends a request line: that would be another request. */
function target(random: Random): string {
  return path(random).replaceAll(/[\u0000-\u0020\u007f]/g, "+");
}

function strangeRequest(random: Random): HostileRequest {
  const method = random() < 0.9 ? "GET" : "HEAD";
  const agent = random() < 0.2 ? `User-Agent: ${pick(random, words)} PPC\r\n` : "";
  const forwarded =
    random() < 0.1 ? `X-Forwarded-For: ${pick(random, words)}, ${pick(random, words)}\r\n` : "";
  const bytes = `${method} ${target(random)} HTTP/1.1\r\nHost: aus\r\n${agent}${forwarded}\r\n`;
  return { bytes, isHttp: true, method };
}

const breaks: readonly ((random: Random) => string)[] = [
  (random) =>
    `${pick(random, ["get", "PROPFIND", "POST", "G\u0000T", "", "CONNECT", "TRACE", "OPTIONS"])} ${target(random)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  (random) =>
    `GET ${path(random)} ${pick(random, ["HTTP/1.0", "HTTP/9.9", "", "HTTP", "HTTP/1.1 x"])}\r\n\r\n`,
  (random) => `GET ${target(random)} HTTP/1.1\nHost: a\n\n`,
  (random) => `GET ${target(random)} HTTP/1.1\r\n${pick(random, words)}: ${pick(random, words)}\r\n\r\n`,
  (random) =>
    `GET ${target(random)} HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: ${pick(random, ["-1", "x", "1", "99999999999999999999"])}\r\n\r\n`,
  (random) =>
    `POST ${target(random)} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz\r\n${pick(random, words)}`,
  (random) =>
    `POST ${target(random)} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ${pick(random, ["chunked", "gzip", "x", "chunked, chunked"])}\r\n\r\n${pick(random, ["0", "5", "ffffffffffffffff", "-1"])}\r\n${pick(random, words)}\r\n`,
  (random) =>
    `GET ${target(random)} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ${pick(random, ["websocket", "h2c", "TLS/1.0", "x"])}\r\n\r\n`,
  (random) =>
    `GET ${target(random)} HTTP/1.1\r\nHost: a\r\nExpect: ${pick(random, ["100-continue", "teapot"])}\r\nX: ${"y".repeat(Math.floor(random() * 40_000))}\r\n\r\n`,
  (random) => `GET /update/${"a/".repeat(Math.floor(random() * 20_000))} HTTP/1.1\r\nHost: a\r\n\r\n`,
  (random) =>
    `GET http://${pick(random, ["a", "[::1]", "a:b@c", "", "%"])}${target(random)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  (random) => repeat(random, 200, () => String.fromCharCode(Math.floor(random() * 256))),
  () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  () => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
];

function brokenRequest(random: Random): HostileRequest {
  const bytes = pick(random, breaks)(random);
  return { bytes, isHttp: false, method: bytes.split(" ", 1)[0] ?? "" };
}
