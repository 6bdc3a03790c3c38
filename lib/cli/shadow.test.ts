import fs from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { shownByAsking } from "@/lib/shadow/intended";
import type { ShadowReport } from "@/lib/shadow/report";
import { recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";
import { updatePath } from "@/lib/testing/configurations";
import { faultInXml } from "@/lib/protocol/well-formed";
import {
  plantedAsMeant,
  plantedGroups,
  recordedLog,
  recordedTarget,
  startAnswering,
} from "@/lib/testing/recorded-traffic";
import { offered, stopped } from "@/lib/testing/snippets";

import { runCli } from "./program";

let world: ReturnType<typeof recordingIo>;

beforeEach(() => {
  world = recordingIo();
});

async function bothAnswering() {
  const services = { old: await startAnswering("old"), new: await startAnswering("new") };
  for (const { stop } of Object.values(services)) onTestFinished(stop);
  return services;
}

/** Two services that answer as they are told. */
async function both(replies: { old: (asked: Asked) => Reply; new: (asked: Asked) => Reply }) {
  return { old: await startServer(replies.old), new: await startServer(replies.new) };
}

function write(name: string, content: string | Buffer): string {
  const file = path.join(world.root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

async function shadow(services: { old: string; new: string }, ...more: string[]) {
  const json = path.join(world.root, "report.json");
  fs.rmSync(json, { force: true });
  const args = ["shadow", "--old", services.old, "--new", services.new, "--json", json, ...more];
  const status = await runCli(args, world.io);
  const report = fs.existsSync(json) ? (JSON.parse(fs.readFileSync(json, "utf8")) as ShadowReport) : null;
  return { status, report };
}

const urls = (services: { old: { url: string }; new: { url: string } }) => ({
  old: services.old.url,
  new: services.new.url,
});

const update = (fields = "") =>
  `<?xml version="1.0"?>\n<updates>\n    <update type="minor" appVersion="130.0" buildID="2024"${fields}>\n        <patch type="complete" URL="https://a.example/1" hashFunction="sha512" hashValue="a" size="1"/>\n    </update>\n</updates>`;
const empty = '<?xml version="1.0"?>\n<updates>\n</updates>';

describe("aus shadow", () => {
  test("finds exactly what is planted among 5,000 recorded requests, and asks each once", async () => {
    const services = await bothAnswering();
    const log = write("access.log.gz", gzipSync([...recordedLog(5_000)].join("\n")));
    const page = path.join(world.root, "report.html");
    const { status, report } = await shadow(
      urls(services),
      "--log",
      log,
      "--report",
      page,
      "--parallel",
      "16",
    );
    expect(status).toBe(1);
    expect(report?.groups.map(({ key, distinct }) => [key, distinct]).sort()).toEqual(
      plantedGroups.map((key) => [key, 5]).sort(),
    );
    expect(report?.intendedGroups.map(({ key, distinct }) => [key, distinct]).sort()).toEqual(
      plantedAsMeant.map((key) => [key, 5]).sort(),
    );
    expect(report?.asked).toEqual({ distinct: 5_000, requests: 6_000 });
    expect(report?.same.distinct).toBe(5_000 - 5 * 10);
    expect(report?.different).toEqual({ distinct: 40, requests: 40 });
    // Every tenth client asks three times.
    expect(report?.intended).toEqual({ distinct: 10, requests: 20 });
    expect(report?.channels).toMatchObject([
      { product: "Heron", channel: "release", compared: { distinct: 5_000 } },
    ]);
    expect(report?.skipped).toMatchObject([{ reason: "no update path", lines: 10, file: log }]);
    // Each once; and once more with force=1 where a throttle might have been the reason.
    expect(services.old.requests()).toBe(5_000 + 5 * 3);
    const html = fs.readFileSync(page, "utf8");
    for (const key of plantedGroups) expect(html).toContain(`--accept ${key}`);
    expect(html).not.toMatch(/<script|src=|https?:\/\/[^<]*\.(?:js|css)/);
    const { out } = world.written;
    expect(out).toContain("Compared 5,000: 4,950 same, 10 differ as meant, 40 differ otherwise");
  });

  test("is content when somebody accepts what differs", async () => {
    const log = write("urls.txt", [1, 2, 12].map(recordedTarget).join("\n"));
    const accepting = ["--accept", "attribute/update/detailsURL", "--accept", "host/complete-patch/URL"];
    const { status, report } = await shadow(urls(await bothAnswering()), "--log", log, ...accepting);
    expect(status).toBe(0);
    expect(report).toMatchObject({ same: { distinct: 1 }, intended: { distinct: 2 }, groups: [] });
    expect(report?.checklist.filter(({ state }) => state === "open")).toEqual([]);
  });

  test("goes on where it was ended, without asking again", async () => {
    const services = await bothAnswering();
    const log = write("access.log", [...recordedLog(60)].join("\n"));
    const resume = path.join(world.root, "resume");
    const first = await shadow(urls(services), "--log", log, "--resume", resume, "--limit", "40");
    expect(first.report).toMatchObject({ compared: { distinct: 40 }, beyondLimit: 24 });
    fs.appendFileSync(resume, '["half a li');
    const asked = services.new.requests();
    const second = await shadow(urls(services), "--log", log, "--resume", resume);
    expect(services.new.requests()).toBe(asked + 20);
    expect(second.report?.compared).toEqual({ distinct: 60, requests: 72 });
    expect(second.report?.different.distinct).toBe(8);
    expect(second.status).toBe(1);
  });

  test("refuses to go on from another run", async () => {
    const log = write("urls.txt", recordedTarget(12));
    const resume = write(
      "resume",
      '{"aus":"shadow","format":1,"old":"http://other.example","new":"","force":false}\n',
    );
    const services = urls(await bothAnswering());
    expect((await shadow(services, "--log", log, "--resume", resume)).status).toBe(1);
    expect(world.written.err).toContain(`${resume} is of a run with old http://other.example`);
    expect((await shadow(services, "--log", log, "--resume", log)).status).toBe(1);
    expect(world.written.err).toContain(`${log} was not written by aus shadow --resume`);
  });

  test("compares what is added to a log, also when it is rotated, until Ctrl-C", async () => {
    const log = write("live.log", `${recordedTarget(1)}\n`);
    const services = await bothAnswering();
    const io = { ...world.io, pause: () => setTimeout(5) };
    const json = path.join(world.root, "live.json");
    const running = runCli(
      ["shadow", "--old", services.old.url, "--new", services.new.url, "--follow", log, "--json", json],
      io,
    );
    const asked = async (times: number) => {
      for (let i = 0; i < 1_000 && services.new.requests() < times; i++) await setTimeout(5);
      expect(services.new.requests()).toBe(times);
    };
    await setTimeout(20);
    fs.appendFileSync(log, `${recordedTarget(11)}\n${recordedTarget(12)}`);
    await asked(1);
    fs.appendFileSync(log, `\n${recordedTarget(11)}\n`);
    await asked(2);
    fs.renameSync(log, `${log}.1`);
    await setTimeout(20);
    fs.writeFileSync(log, `${recordedTarget(13)}\n`);
    await asked(3);
    process.emit("SIGINT");
    expect(await running).toBe(0);
    const report = JSON.parse(fs.readFileSync(json, "utf8")) as ShadowReport;
    expect(report).toMatchObject({ asked: { distinct: 3, requests: 4 }, isStopped: false });
  });

  test("answers from a snippet tree as AUS2 did", async () => {
    const state = { product: "App", version: "3.6", channel: "release" };
    const files = [
      ...offered({ ...state, partial: "real" }),
      ...offered({ ...state, locale: "fr" }),
      ...stopped({ ...state, channel: "release-cck-acme" }),
    ];
    for (const { path: at, text } of files) write(`tree/${at}`, text);
    const xml = (locale: string, patches: string[]) =>
      `<updates><update type="minor" version="4.0" extensionVersion="4.0" buildID="20110101000000" detailsURL="http://www.example.com/${locale}/notes/">${patches
        .map(
          (type) =>
            `<patch type="${type}" URL="http://release.example.com/4.0-candidates/build2/update/linux-i686/${locale}/app-${type === "partial" ? "3.6-" : ""}4.0.${type}.mar" hashFunction="sha512" hashValue="${type}-4.0-Linux_x86-gcc3-${locale}" size="1234"/>`,
        )
        .join("")}</update></updates>`;
    const { new: young } = await both({
      old: () => ({ body: "" }),
      new: ({ url }) => {
        if (url.includes("/release-cck-acme/")) return { body: empty };
        return { body: url.includes("/de/") ? xml("de", ["complete", "partial"]) : xml("fr", []) };
      },
    });
    const target = (locale: string, channel: string) =>
      `/update/2/App/3.6/20100101000000/Linux_x86-gcc3/${locale}/${channel}/Linux/update.xml`;
    const log = write(
      "urls.txt",
      [
        target("de", "release"),
        target("de", "release-cck-other"),
        target("de", "release-cck-acme"),
        target("fr", "release"),
      ].join("\n"),
    );
    const tree = path.join(world.root, "tree");
    const { status, report } = await shadow({ old: tree, new: young.url }, "--log", log);
    expect(report?.groups.map(({ key, distinct }) => [key, distinct])).toEqual([
      ["missing/complete-patch", 1],
    ]);
    expect(report?.same.distinct).toBe(3);
    expect(status).toBe(1);
  });
});

test("platforms that AUS2 answered with silence are silent in what is worked out from its tree", async () => {
  for (const { path: at, text } of offered({ version: "3.6" })) write(`tree/${at}`, text);
  const { new: young } = await both({ old: () => ({ body: "" }), new: () => ({ body: empty }) });
  const target = (os: string) =>
    `/update/2/App/3.6/20100101000000/Linux_x86-gcc3/de/release/${os}/update.xml`;
  const log = write("urls.txt", [target("GTK%202.1.4"), target("GTK%202.10.4")].join("\n"));
  const config = write(
    "aus2.json",
    JSON.stringify({ unsupportedPlatforms: { App: { "4.*": ["GTK 2.1."] } } }),
  );
  const tree = path.join(world.root, "tree");
  const { report } = await shadow({ old: tree, new: young.url }, "--aus2-config", config, "--log", log);
  expect(report?.same.distinct).toBe(1);
  expect(report?.groups).toMatchObject([
    { key: "no-longer-offered/update", examples: [{ target: target("GTK%202.10.4") }] },
  ]);
});

describe("a throttle", () => {
  const log = () => write("urls.txt", updatePath());
  const isForced = ({ url }: Asked) => url.endsWith("force=1");

  test("whose roll decided is told apart from what is wrong", async () => {
    const services = await both({
      old: () => ({ body: update() }),
      new: (asked) =>
        isForced(asked)
          ? { body: update() }
          : { headers: { "cache-control": "private, max-age=90" }, body: empty },
    });
    const { status, report } = await shadow(urls(services), "--log", log());
    expect(status).toBe(0);
    expect(report?.intendedGroups).toMatchObject([{ key: "throttle/held-back", distinct: 1 }]);
    const check = report?.checklist.find(({ what }) => what.startsWith("Throttles"));
    expect(check?.state).toBe("by hand");
  });

  test("that only the old service has is a difference", async () => {
    const services = await both({
      old: (asked) => ({ body: isForced(asked) ? update() : empty }),
      new: () => ({ body: update() }),
    });
    const { status, report } = await shadow(urls(services), "--log", log());
    expect(status).toBe(1);
    expect(report?.groups).toMatchObject([{ key: "throttle/only-old" }]);
  });

  test("does not count with --force", async () => {
    const services = await both({
      old: (asked) => ({ body: isForced(asked) ? update() : empty }),
      new: () => ({ body: update() }),
    });
    expect((await shadow(urls(services), "--log", log(), "--force")).status).toBe(0);
  });
});

test("an OS version encoded twice is no difference when the old service agrees to the plain one", async () => {
  const services = await both({
    old: ({ url }) => ({ body: url.includes("%2520") ? update() : empty }),
    new: () => ({ body: empty }),
  });
  const log = write("urls.txt", updatePath({ osVersion: "Windows_NT%252010.0" }));
  const { status, report } = await shadow(urls(services), "--log", log);
  expect(status).toBe(0);
  expect(report?.intendedGroups.map(({ intended }) => intended)).toEqual([shownByAsking.osVersion]);
});

describe("trouble is told", () => {
  test("a service that is overloaded is asked again; what stays unanswered is not called the same", async () => {
    let failures = 0;
    const services = await both({
      old: ({ url }) =>
        url.includes("/de/") && failures++ < 2 ? { status: 503, body: "" } : { body: empty },
      new: ({ url }) =>
        url.includes("/fr/") ? { status: 429, headers: { "retry-after": "1" }, body: "" } : { body: empty },
    });
    const log = write("urls.txt", [updatePath(), updatePath({ locale: "fr" })].join("\n"));
    const { status, report } = await shadow(urls(services), "--log", log);
    expect(status).toBe(1);
    expect(report).toMatchObject({
      same: { distinct: 1 },
      unanswered: { distinct: 1 },
      different: { distinct: 0 },
    });
    expect(report?.unansweredGroups).toMatchObject([
      { key: "unanswered/new", examples: [{ new: "status 429" }] },
    ]);
  });

  test("a redirect is not followed, and a page in place of XML is a difference", async () => {
    const services = await both({
      old: () => ({ body: empty }),
      new: ({ url }) =>
        url.includes("/fr/")
          ? { body: "<html></html>" }
          : { status: 302, headers: { location: "/" }, body: "" },
    });
    const log = write("urls.txt", [updatePath(), updatePath({ locale: "fr" })].join("\n"));
    const { report } = await shadow(urls(services), "--log", log);
    expect(report?.groups.map(({ key }) => key).sort()).toEqual([
      "refused/a-document-of-<html>",
      "refused/status-302",
    ]);
  });

  test("a log in a foreign format says which, where, and what can be read", async () => {
    const log = write(
      "app.log",
      Array.from({ length: 2_000 }, (_, i) => `INFO ${i} something\u0007happened`).join("\n"),
    );
    const { status } = await shadow(urls(await bothAnswering()), "--log", log);
    expect(status).toBe(1);
    expect(world.written.err).toContain(
      `${log} is no log of requests that can be read here: none of its first 1,000 lines holds one.`,
    );
    expect(world.written.err).toContain(`${log}:1: "INFO 0 something·happened"`);
  });

  test.each([
    [
      "a log without updates",
      () => write("a.log", '1 - - [] "GET / HTTP/1.1" 200 1'),
      /There is no request for an update in .*a\.log: 1 line with no update path/,
    ],
    ["an empty log", () => write("a.log", ""), /There is no request for an update .*: it is empty/],
    ["no log", () => path.join(world.root, "none.log"), /none\.log cannot be read: there is no such file/],
    ["a directory", () => world.root, /cannot be read: it is a directory/],
    [
      "half a gzip file",
      () => write("a.gz", gzipSync([...recordedLog(50)].join("\n")).subarray(0, 200)),
      /a\.gz cannot be read: unexpected end of file/,
    ],
  ] as const)("%s", async (_, log, message) => {
    const { status, report } = await shadow(urls(await bothAnswering()), "--log", log());
    expect([status, report]).toEqual([1, null]);
    expect(world.written.err).toMatch(message);
  });

  test("a service that is not there", async () => {
    const { new: young } = await bothAnswering();
    const log = write("urls.txt", recordedTarget(12));
    const { status } = await shadow({ old: "http://127.0.0.1:9", new: young.url }, "--log", log);
    expect(status).toBe(1);
    expect(world.written.err).toContain("The old service does not answer at http://127.0.0.1:9 (");
  });

  test("a directory that is no snippet tree", async () => {
    const { new: young } = await bothAnswering();
    const log = write("urls.txt", recordedTarget(12));
    write("tree/notes.txt", "nothing");
    expect((await shadow({ old: path.join(world.root, "tree"), new: young.url }, "--log", log)).status).toBe(
      1,
    );
    expect(world.written.err).toContain("notes.txt: Only complete.txt and partial.txt are snippets");
    expect(
      (await shadow({ old: path.join(world.root, "no-tree"), new: young.url }, "--log", log)).status,
    ).toBe(1);
    expect(world.written.err).toMatch(/no-tree cannot be read/);
  });

  test.each([
    [[], /Give --log FILE…, or --follow FILE/],
    [["--log", "a", "--follow", "b"], /Give --log FILE…, or --follow FILE/],
    [["--log", "a", "--for", "1h"], /--for goes with --follow/],
    [["--log", "a", "--rate", "many"], /The rate "many" is no number/],
    [["--log", "a", "--format", "iis"], /Allowed choices are auto, access, json, url/],
  ] as [string[], RegExp][])("a command line of %j", async (more, message) => {
    const { status } = await shadow({ old: "http://a.example", new: "http://b.example" }, ...more);
    expect(status).toBe(2);
    expect(world.written.err).toMatch(message);
  });

  test("an address that is that of a request", async () => {
    const log = write("urls.txt", recordedTarget(12));
    const { status } = await shadow(
      { old: "http://a.example/update/3/", new: "http://b.example" },
      "--log",
      log,
    );
    expect(status).toBe(2);
    expect(world.written.err).toMatch(
      /--old .* is no address of a service: write what comes before \/update\//,
    );
  });
});

test("the answers of the planted service are as good as real ones", async () => {
  const { new: young } = await bothAnswering();
  expect(faultInXml(await (await fetch(`${young.url}${recordedTarget(3)}`)).text())).toBeNull();
});
