import fs from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import {
  enactedAs,
  recordingIo,
  startServer,
  waitingAs,
  type Asked,
  type Reply,
} from "@/lib/testing/command-line";
import { marFile, sha512, type MarParts } from "@/lib/testing/mars";

import { runCli } from "./program";

const line = (name: string, version: string) => ({ name, version, product: "Heron", kind: "application" });
const counts = { build: { created: 2, updated: 0, deleted: 0, unchanged: 0 } };
const releases = [
  line("Heron-97.0-build1", "97.0"),
  line("Heron-96.0-build1", "96.0"),
  line("Heron-96.0-build2", "96.0"),
];

function answer(asked: Asked): Reply {
  if (asked.method === "POST") return enactedAs(41, asked, { counts });
  const named = /release=([^&]*)/.exec(asked.url)?.[1];
  return { body: { releases: releases.filter(({ name }) => named === undefined || name === named) } };
}

async function setUp(reply = answer) {
  const server = await startServer(reply);
  const { io, written, root } = recordingIo({ url: server.url, token: "t" });
  const directory = path.join(root, "out");
  const aus = async (...args: string[]) => {
    const status = await runCli(["submit", directory, ...args], io);
    return { status, ...written, sent: server.asked.filter(({ method }) => method === "POST") };
  };
  const put = (name: string, bytes: Uint8Array | string) => {
    const file = path.join(directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
    return file;
  };
  const mar = (name: string, parts: MarParts = {}) => {
    const bytes = marFile(parts);
    put(name, bytes);
    return { bytes, sum: `${sha512(bytes)}  ${name}` };
  };
  return { aus, put, mar, directory, io, written };
}

const complete = (locale = "de") => `heron-98.0.${locale}.linux-x86_64.complete.mar`;
const partial = "heron-97.0-98.0.de.linux-x86_64.partial.mar";
const flags = [
  "--release",
  "{product}-{version}-build1",
  "--product",
  "Heron",
  "--build-id",
  "20241001000000",
];
const more = [
  "--url",
  "https://dl.heron.example/{version}/{path}",
  "--details",
  "https://heron.example/98.0",
];

describe("a directory", () => {
  test("becomes a release with one build per build target and locale", async () => {
    const { aus, mar, put } = await setUp();
    const files = [mar(complete()), mar(complete("fr")), mar(partial)];
    put("SHA512SUMS", `${files.map(({ sum }) => sum).join("\n")}\n${"a".repeat(128)}  setup.exe\n`);
    const { status, out, sent } = await aus(...flags, ...more);
    expect({ status, out }).toEqual({
      status: 0,
      out: "Heron-98.0-build1: 3 files in 2 builds: 2 new, 0 changed, 0 there already.\nDone: revision 41.\n",
    });
    const [size, hash] = [files[0]?.bytes.length, sha512(files[0]?.bytes ?? Buffer.alloc(0))];
    const common = { size, hashValue: hash, hashFunction: null, attributes: {} };
    const at = (name: string) => `https://dl.heron.example/98.0/${name}`;
    const build = { buildTarget: "Linux_x86_64-gcc3", buildID: "20241001000000", attributes: {} };
    expect(sent).toMatchObject([{ url: "/api/v1/releases/Heron-98.0-build1/builds" }]);
    expect(sent[0]?.body).toEqual({
      reason: "Builds of Heron-98.0-build1",
      release: {
        product: "Heron",
        content: {
          kind: "application",
          attributes: {
            displayVersion: "98.0",
            appVersion: "98.0",
            platformVersion: "98.0",
            detailsURL: "https://heron.example/98.0",
          },
        },
      },
      builds: [
        {
          ...build,
          locale: "de",
          patches: [
            { ...common, type: "partial", from: "Heron-97.0-build1", url: at(partial) },
            { ...common, type: "complete", from: "*", url: at(complete()) },
          ],
        },
        {
          ...build,
          locale: "fr",
          patches: [{ ...common, type: "complete", from: "*", url: at(complete("fr")) }],
        },
      ],
    });
  });

  test("of Mozilla's layout and checksums", async () => {
    const { aus, mar, put } = await setUp();
    const { bytes } = mar("update/mac/de/heron-98.0.complete.mar");
    put("heron.checksums", `${sha512(bytes)} sha512 ${bytes.length} update/mac/de/heron-98.0.complete.mar\n`);
    const { status, sent } = await aus(...flags, ...more);
    expect(status).toBe(0);
    const { builds } = sent[0]?.body as { builds: { buildTarget: string }[] };
    expect(builds.map(({ buildTarget }) => buildTarget)).toContain("Darwin_aarch64-gcc3");
  });

  test("is only looked at with --dry-run", async () => {
    const { aus, mar } = await setUp();
    mar(complete());
    const { status, out, sent } = await aus(...flags, ...more, "--dry-run");
    expect(sent.map(({ url }) => url)).toEqual(["/api/v1/releases/Heron-98.0-build1/builds?dryRun=1"]);
    expect({ status, out }).toMatchObject({
      status: 0,
      out: expect.stringContaining("nothing was written") as string,
    });
  });

  test("of a release that waits for sign-off ends with 3", async () => {
    const { aus, mar } = await setUp((asked) =>
      asked.method === "POST" ? waitingAs(12, asked, { counts }) : answer(asked),
    );
    mar(complete());
    expect(await aus(...flags, ...more)).toMatchObject({ status: 3 });
  });

  test("gives each build its version with --rolling", async () => {
    const { aus, mar } = await setUp();
    mar(complete());
    const { sent } = await aus(...flags, ...more, "--rolling");
    expect(sent[0]?.body).toMatchObject({
      release: { content: { attributes: { detailsURL: "https://heron.example/98.0" } } },
      builds: [{ attributes: { appVersion: "98.0", displayVersion: "98.0" } }],
    });
  });
});

describe("nothing is submitted, and it is told which file, what is wrong and what to do:", () => {
  type Given = Awaited<ReturnType<typeof setUp>>;
  const cases: [string, (given: Given) => string[] | undefined, string][] = [
    [
      "a file is cut short",
      ({ put }) => void put(complete(), marFile().subarray(0, 500)),
      "complete.mar\n    It is no whole MAR, byte 4: expected the offset of an index within the file's 500 bytes",
    ],
    [
      "a checksum differs",
      ({ mar, put }) => void (mar(complete()), put("SHA512SUMS", `${"0".repeat(128)}  ${complete()}\n`)),
      "SHA512SUMS:1 says 0000000000000000…. Copy it again from the build.",
    ],
    [
      "a size differs",
      ({ mar, put }) => {
        const { bytes } = mar(complete());
        put("x.checksums", `${sha512(bytes)} sha512 5 ${complete()}\n`);
        return undefined;
      },
      "x.checksums:1 says 5.",
    ],
    [
      "a file is missing",
      ({ mar, put }) => {
        const { sum } = mar(complete());
        put("SHA512SUMS", `${sum}\n${"1".repeat(128)}  ${complete("fr")}\n`);
        return undefined;
      },
      `  ${complete("fr")}\n    `,
    ],
    [
      "a file is in no checksum file",
      ({ mar, put }) => {
        const { sum } = mar(complete());
        mar(complete("fr"));
        put("SHA512SUMS", sum);
        return undefined;
      },
      "SHA512SUMS does not name it. Make the checksum file anew",
    ],
    [
      "the MAR is of another version",
      ({ mar }) => void mar(complete(), { version: "97.0" }),
      "The MAR is of version 97.0, and is submitted as 98.0.",
    ],
    [
      "the MAR is of another channel",
      ({ mar }) => {
        mar(complete());
        return ["--mar-channel-id", "heron-release"];
      },
      "The MAR has the MAR channel ID heron-test-release, and heron-release is wanted. Clients would refuse it",
    ],
    [
      "a MAR that says no channel, where one is wanted",
      ({ mar }) => {
        mar(complete(), { format: "old" });
        return ["--mar-channel-id", "heron-release"];
      },
      "The MAR has no MAR channel ID, and heron-release is wanted",
    ],
    [
      "MARs of two channels",
      ({ mar }) => void (mar(complete()), mar(complete("fr"), { channelID: "heron-beta" })),
      "Its MAR channel ID is heron-beta, that of",
    ],
    [
      "a name fits no pattern",
      ({ mar }) => void mar("heron.mar"),
      "heron.mar\n    Its name fits no pattern.",
    ],
    [
      "a partial from a version that is not there",
      ({ mar }) => void mar("heron-95.0-98.0.de.linux-x86_64.partial.mar"),
      "It updates from 95.0, and no release is of this version. Submit that release first",
    ],
    [
      "a partial from a version of two releases",
      ({ mar }) => void mar("heron-96.0-98.0.de.linux-x86_64.partial.mar"),
      "which 2 releases are: Heron-96.0-build1, Heron-96.0-build2. Say which with --from-release",
    ],
    [
      "a file of another product",
      ({ mar }) => void mar("egret-98.0.de.linux-x86_64.complete.mar"),
      "It is of egret, and the release is of Heron.",
    ],
    [
      "one build twice",
      ({ mar }) => void (mar(complete()), mar(`again/${complete()}`)),
      "It is the complete of Linux_x86_64-gcc3 de, as is",
    ],
  ];
  test.each(cases)("%s", async (_, prepare, told) => {
    const given = await setUp();
    const own = prepare(given) ?? [];
    const { status, err, sent } = await given.aus(...flags, ...more, ...own);
    expect(err).toContain("nothing was submitted, for");
    expect(err).toContain(told);
    expect({ status, sent }).toEqual({ status: 1, sent: [] });
  });

  test("a new release of which too little is said", async () => {
    const { aus, mar } = await setUp();
    mar(complete());
    const { status, err } = await aus("--release", "Heron-98", "--product", "Heron");
    expect({ status, err }).toEqual({
      status: 2,
      err: "There is no release Heron-98 yet: say the build ID with --build-id, and where its files will be with --url.\n",
    });
  });

  test("what the service refuses, by the build's name", async () => {
    const { aus, mar } = await setUp((asked) => {
      if (asked.method !== "POST") return answer(asked);
      const detail = 'Release "Heron-98.0-build1" is read-only: make it writable first';
      return { status: 422, body: { code: "invalid", detail, errors: [{ pointer: "/builds/0", detail }] } };
    });
    mar(complete());
    const { status, err } = await aus(...flags, ...more);
    expect(status).toBe(1);
    expect(err).toContain('Linux_x86_64-gcc3 de: Release "Heron-98.0-build1" is read-only');
  });
});

describe("a document", () => {
  const document = {
    release: "Heron-98.0-build1",
    product: "Heron",
    version: "98.0",
    buildID: "20241001000000",
    buildTarget: "Linux_x86_64-gcc3",
    locale: "de",
    patches: [
      { url: "https://dl.heron.example/de.mar", size: 10, hash: "a".repeat(128) },
      { url: "https://dl.heron.example/p.mar", size: 5, hash: "b".repeat(128), from: "97.0" },
    ],
  };

  test("of a build whose files are elsewhere", async () => {
    const { aus, put } = await setUp();
    put("de.json", JSON.stringify(document));
    const { status, sent } = await aus();
    expect(status).toBe(0);
    expect(sent[0]?.body).toMatchObject({
      release: { product: "Heron", content: { attributes: { appVersion: "98.0" } } },
      builds: [
        {
          locale: "de",
          patches: [
            { from: "*", size: 10 },
            { from: "Heron-97.0-build1", size: 5 },
          ],
        },
      ],
    });
  });

  test("whose file is not what it says", async () => {
    const { aus, put, io, directory, written } = await setUp();
    put("de.bin", marFile());
    const patches = [{ url: "https://dl.heron.example/de.mar", file: "de.bin", size: 9 }];
    const file = put("de.json", JSON.stringify({ ...document, patches }));
    expect(await aus()).toMatchObject({ status: 1, sent: [] });
    expect(await runCli(["submit", file], io)).toBe(1);
    expect(written.err).toContain(`${path.join(directory, "de.bin")}\n    It has ${marFile().length} bytes`);
  });

  test("that is none of a build is refused by its place", async () => {
    const { aus, put } = await setUp();
    put("de.json", JSON.stringify({ ...document, patches: [{ url: "nowhere", size: 1, hash: "ab" }] }));
    expect((await aus()).err).toContain("de.json#/patches/0/url\n    a URL of http or https is expected.");
  });

  test("of Balrog's, whole and of a single locale", async () => {
    const { aus, put } = await setUp();
    const locale = {
      buildID: "20241001000000",
      appVersion: "98.0",
      displayVersion: "98.0",
      completes: [
        { from: "*", filesize: 10, hashValue: "a".repeat(128), fileUrl: "https://dl.heron.example/de.mar" },
      ],
    };
    put("de.json", JSON.stringify(locale));
    const place = ["--build-target", "Linux_x86_64-gcc3", "--locale", "de"];
    const { status, sent } = await aus("--release", "Heron-x", "--product", "Heron", ...place);
    expect(status).toBe(0);
    expect(sent[0]?.body).toMatchObject({
      builds: [{ locale: "de", buildID: "20241001000000", attributes: { appVersion: "98.0" } }],
    });
    const platforms = { "Linux_x86_64-gcc3": { locales: { de: locale, fr: locale } } };
    const blob = { name: "Heron-98.0-build1", schema_version: 9, hashFunction: "sha512", platforms };
    put("de.json", JSON.stringify(blob));
    const whole = await aus("--product", "Heron");
    expect(whole.status).toBe(0);
    expect(whole.sent[1]).toMatchObject({
      url: "/api/v1/releases/Heron-98.0-build1/builds",
      body: { builds: [{ locale: "de" }, { locale: "fr" }] },
    });
  });
});
