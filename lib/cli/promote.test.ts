import { describe, expect, test } from "vitest";

import {
  enactedAs,
  recordingIo,
  startServer,
  waitingAs,
  type Asked,
  type Reply,
} from "@/lib/testing/command-line";

import { runCli } from "./program";

const nothing = { groups: [], states: 4, changed: 0, seen: 0, seenChanged: 0 };
const plan = {
  sentence: "Offer Heron 98.0 to Heron on release.",
  operations: [
    { entity: "rule", action: "update", key: { id: 7 }, rowVersion: 2, fields: { mapping: "Heron-98" } },
  ],
  edits: [{ name: "rule 7", before: "Offer Heron 97.0.", after: "Offer Heron 98.0." }],
};
const counts = { rule: { created: 0, updated: 1, deleted: 0, unchanged: 0 } };
const group = {
  ...{ kind: "other release", before: "Heron-98", after: "Heron-97", states: 3, seen: 0 },
  ...{ products: [], channels: [], versions: [], buildTargets: [] },
  example: { path: "/update/6/…", before: "", after: "" },
};
const channels = ["test", "release"].flatMap((name) => [{ product: "Heron", name }]);
const because = ["--yes", "--reason", "Tested"];

type Given = { more?: object[]; answer?: Record<string, Reply>; submit?: (asked: Asked) => Reply };

async function aus(
  argv: readonly string[],
  { more = [], answer = {}, submit = (asked) => enactedAs(9, asked, { counts }) }: Given = {},
) {
  const server = await startServer((asked): Reply => {
    const at = asked.url.replace("/api/v1/", "");
    if (at.startsWith("change-sets")) return submit(asked);
    if (at === "channels") return { body: { channels: [...channels, ...more] } };
    const found = Object.entries(answer).find(([path]) => at.startsWith(path));
    return found ? found[1] : { status: 404, body: { detail: `There is nothing at ${at}` } };
  });
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(argv, io);
  return { status, ...written, asked: server.asked };
}

describe("channels diff", () => {
  const differences = { revision: 3, product: "Heron", from: "test", to: "release", rules: [] };

  test("ends with 0 where clients get the same", async () => {
    const body = { ...differences, isSame: true, answers: nothing };
    const { status, out } = await aus(["channels", "diff", "test", "release"], {
      answer: { "channels/diff?product=Heron&from=test&to=release": { body } },
    });
    expect([status, out]).toEqual([0, expect.stringContaining("No difference.")]);
  });

  test("ends with 1 where they don't, and tells how", async () => {
    const rules = [{ clients: "all others", from: { sentence: "Offer 98." }, to: null }];
    const answers = { ...nothing, groups: [group], changed: 3 };
    const { status, out } = await aus(["channels", "diff", "test", "release"], {
      answer: { "channels/diff": { body: { ...differences, isSame: false, rules, answers } } },
    });
    expect(status).toBe(1);
    expect(out).toContain("all others\tOffer 98.\tno rule");
    expect(out).toContain("Heron-98\tHeron-97\t3\t/update/6/…");
    expect(out).toContain("1 rule and 3 client states differ");
  });

  test("of several products asks which", async () => {
    const more = channels.map(({ name }) => ({ product: "Kestrel", name }));
    const { status, err } = await aus(["channels", "diff", "test", "release"], { more });
    expect([status, err]).toEqual([2, expect.stringContaining("Heron, Kestrel have both channels")]);
  });
});

describe("promote", () => {
  const answer = { "channels/promotion": { body: { ...plan, revision: 3, remaining: nothing } } };

  test("shows what it does, and makes it", async () => {
    const { status, out, asked } = await aus(
      ["promote", "test", "release", "--as-of", "3", "--rate", "25", ...because],
      { answer },
    );
    expect(status).toBe(0);
    expect(asked.find(({ url }) => url.endsWith("promotion"))?.body).toEqual({
      ...{ product: "Heron", from: "test", to: "release", asOf: 3, rate: 25 },
    });
    expect(asked.at(-1)?.body).toEqual({ reason: "Tested", operations: plan.operations });
    expect(out).toContain("  After:  Offer Heron 98.0.");
    expect(out).toContain("clients of test and release get the same");
  });

  test("ends with 3 when somebody has to sign, and tells what would differ even then", async () => {
    const remaining = { ...nothing, groups: [group], changed: 3 };
    const { status, out } = await aus(["promote", "test", "release", ...because], {
      answer: { "channels/promotion": { body: { ...plan, revision: 3, remaining } } },
      submit: (asked) => waitingAs(5, asked, { counts }),
    });
    expect(status).toBe(3);
    expect(out).toContain("Even then 3 client states would get something else on release than on test");
  });

  test("takes no time for a revision", async () => {
    const { status, asked } = await aus(["promote", "test", "release", "--as-of", "monday", ...because]);
    expect(status).toBe(2);
    expect(asked.every(({ method }) => method === "GET")).toBe(true);
  });
});

describe("templates", () => {
  test("a template is applied with what it is told", async () => {
    const { status, asked } = await aus(
      [
        ...["templates", "apply", "desupport", "--product", "Heron", "--channel", "release"],
        ...["--os-version", "Windows_NT 6.1", "--priority", "300", ...because],
      ],
      { answer: { "templates/desupport": { body: plan } } },
    );
    expect(status).toBe(0);
    expect(asked[0]?.body).toEqual({
      ...{ product: "Heron", channel: "release", osVersion: "Windows_NT 6.1", priority: 300 },
    });
    expect(asked.at(-1)?.body).toMatchObject({ operations: plan.operations });
  });

  test("a template tells its options", async () => {
    const parameters = [{ name: "osVersion", isRequired: true, label: "OS version", help: "Part of it" }];
    const body = { templates: [{ name: "desupport", title: "End", note: "Of support", parameters }] };
    const { out } = await aus(["templates", "show", "desupport"], { answer: { templates: { body } } });
    expect(out).toContain("--os-version\tyes\tOS version: Part of it");
    expect((await aus(["templates", "show", "x"], { answer: { templates: { body } } })).status).toBe(1);
  });
});
