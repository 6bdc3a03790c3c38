import http from "node:http";
import type { AddressInfo } from "node:net";

import { answer } from "@/lib/serving/answer";

import { build, patch, release, rule, snapshot } from "./configurations";

const locales = Array.from({ length: 40 }, (_, i) => `l${i}`);
const buildTargets = ["Linux_x86_64-gcc3", "WINNT_x86_64-msvc-x64", "Darwin_x86_64-gcc3-u-i386-x86_64"];

/** Heron 130.0 for everybody on release, with a partial for nobody in particular. */
const configuration = snapshot({
  rules: [rule({ channel: "release" })],
  releases: [
    release({
      content: {
        attributes: {
          displayVersion: "130.0",
          appVersion: "130.0",
          platformVersion: "130.0",
          detailsURL: "https://heron.example/%LOCALE%/notes?from=aus&v=130",
        },
      },
      builds: locales.flatMap((locale) =>
        buildTargets.map((buildTarget) =>
          build({
            locale,
            buildTarget,
            patches: [
              patch({ url: `https://download.heron.example/130.0/${buildTarget}/${locale}.complete.mar` }),
              patch({
                type: "partial",
                url: `https://download.heron.example/130.0/${buildTarget}/${locale}.partial.mar`,
                size: 100,
              }),
            ],
          }),
        ),
      ),
    }),
  ],
});

/** The request of one client state; its number stands in the build ID. */
export function recordedTarget(number: number): string {
  const locale = locales[number % locales.length] ?? "";
  const buildTarget = buildTargets[number % buildTargets.length] ?? "";
  // This one is up to date already.
  const version = number % 1_000 === 6 ? "131.0" : "129.0";
  const buildID = `2024${String(number).padStart(10, "0")}`;
  return `/update/6/Heron/${version}/${buildID}/${buildTarget}/${locale}/release/Linux%20${number % 25}/ISET:SSE4_2,MEM:8192/default/default/update.xml`;
}

/** An access log of so many client states, every tenth of which asks three times, and of what else is asked of a web server. */
export function* recordedLog(states: number): Generator<string> {
  const line = (request: string) =>
    `192.0.2.${states % 250} - - [26/Nov/2026:12:00:00 +0000] "${request}" 200 900 "-" "Heron/129.0"`;
  for (let number = 0; number < states; number++) {
    for (let times = number % 10 === 0 ? 3 : 1; times > 0; times--) {
      yield line(`GET ${recordedTarget(number)} HTTP/1.1`);
    }
    if (number % 500 === 0) yield line("GET /favicon.ico HTTP/1.1");
  }
}

type Plant = (body: string, of: (target: string) => string) => { status?: number; body: string };

const replaced =
  (what: RegExp, by: string): Plant =>
  (body) => ({ body: body.replace(what, by) });

/** What the old service answers otherwise, to one client state in a thousand each; by the last three digits of its number. */
const plants: Readonly<Record<number, Plant>> = {
  1: replaced(/detailsURL="[^"]*"/, 'detailsURL="https://heron.example/old"'),
  2: replaced(/download(?=.*complete)/, "cdn"),
  3: replaced(/hashValue="abc"/, 'hashValue="abd"'),
  4: replaced(/size="1000"/, 'size="1001"'),
  5: replaced(/ {4}<update [\s\S]*<\/update>\n/, ""),
  6: (_, of) => ({ body: of(recordedTarget(0)) }),
  7: replaced(/buildID="\d+"/, 'buildID="20240815000000"'),
  8: replaced(/ {8}<patch type="partial".*\n/, ""),
  9: () => ({ status: 500, body: "Internal Server Error" }),
  10: replaced(/&amp;/, "&"),
};

/** Group → how many of a thousand client states are in it. */
export const plantedGroups = [
  "attribute/update/detailsURL",
  "host/complete-patch/URL",
  "hash/complete-patch/hashValue",
  "size/complete-patch/size",
  "newly-offered/update",
  "no-longer-offered/update",
  "other-build/update",
  "extra/partial-patch",
];
export const plantedAsMeant = ["old-malformed/answer", "old-refused/status-500"];

function answerTo(url: string): string {
  const policy = { roll: () => 0, sticky: false, maxAge: 90 };
  return answer(configuration, { method: "GET", url, userAgent: "", address: "192.0.2.1" }, policy).body;
}

/** A server of this protocol on a free port; the old one's answers have planted differences. */
export async function startAnswering(side: "old" | "new") {
  let requests = 0;
  const server = http.createServer(({ url = "" }, response) => {
    requests += 1;
    const { status = 200, body } = side === "new" ? { body: answerTo(url) } : plantedAnswer(url);
    response.writeHead(status, { "content-type": "text/xml; charset=utf-8" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function plantedAnswer(url: string): ReturnType<Plant> {
  const last = Number(/\/2024\d{7}(\d{3})\//.exec(url)?.[1] ?? 0);
  const plant = plants[last];
  return plant ? plant(answerTo(url), answerTo) : { body: answerTo(url) };
}
