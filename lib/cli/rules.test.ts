import { describe, expect, test } from "vitest";

import { ruleSchema } from "@/lib/rules/rule";
import {
  enactedAs,
  recordingIo,
  startServer,
  waitingAs,
  type Asked,
  type Reply,
} from "@/lib/testing/command-line";

import { runCli } from "./program";

const rule = (id: number, fields: object = {}) => ({
  ...ruleSchema.parse({ id, priority: 100, product: "Heron", channel: "beta", ...fields }),
  rowVersion: 4,
});

const release = (name: string, product = "Heron") => ({
  name,
  product,
  kind: "application",
  version: "98.0",
  readOnly: false,
  comment: null,
  builds: 2,
});

const releases = [release("Heron-97"), release("Heron-98"), release("Kestrel-5", "Kestrel")];
const counts = { rule: { created: 0, updated: 1, deleted: 0, unchanged: 0 } };
const written = (asked: Asked) => enactedAs(9, asked, { counts });

type Given = Parameters<typeof recordingIo>[0] & {
  rules?: readonly ReturnType<typeof rule>[];
  submit?: (asked: Asked) => Reply;
};

async function aus(argv: readonly string[], { rules = [], submit = written, ...given }: Given = {}) {
  const answers = (asked: Asked): Reply => {
    const at = asked.url.replace("/api/v1/", "");
    if (asked.method === "POST") return submit(asked);
    if (at === "rules") return { body: { rules } };
    if (at === "releases") return { body: { releases } };
    const found = rules.find(({ id }) => at === `rules/${id}`);
    return found ? { body: found } : { status: 404, body: { detail: `There is nothing at ${at}` } };
  };
  const server = await startServer(answers);
  const { io, written: told } = recordingIo({ url: server.url, ...given });
  const status = await runCli(argv, io);
  const posted = server.asked.filter(({ method }) => method === "POST");
  return { status, ...told, posted, last: posted.at(-1)?.body };
}

const because = ["--yes", "--reason", "because"];

describe("rules list and show", () => {
  const rules = [
    rule(7, { alias: "watershed", version: "<90.0", mapping: "Heron-97" }),
    rule(8, { channel: "rel*", mapping: "Heron-98", backgroundRate: 25 }),
    rule(9, { product: null, channel: null }),
    rule(10, { product: "Kestrel" }),
  ];

  test("a row tells conditions, mapping and rate", async () => {
    const { status, out } = await aus(["rules", "list"], { rules });
    expect(status).toBe(0);
    expect(out).toContain("7\twatershed\t100\tyes\tHeron\tbeta\tversion <90.0\tHeron-97\t100 %\t\n");
  });

  test("--product and --channel leave what such clients can match", async () => {
    const { out } = await aus(
      ["rules", "list", "--product", "Heron", "--channel", "release-cck-acme", "--json"],
      { rules },
    );
    expect((JSON.parse(out) as { rules: { id: number }[] }).rules.map(({ id }) => id)).toEqual([8, 9]);
  });

  test("a rule is found by its alias and told in words", async () => {
    const { out } = await aus(["rules", "show", "watershed"], { rules });
    expect(out).toContain("rule 7 (watershed): Offer Heron-97 to Heron on beta below 90.0.");
    expect(out).toContain("rowVersion\t4");
    expect((await aus(["rules", "show", "watershet"], { rules })).status).toBe(1);
  });
});

describe("rules set", () => {
  const rules = [rule(7, { alias: "main", comment: "old", backgroundRate: 25 })];

  test("fields and cleared fields go out with the row version that was read", async () => {
    const { status, out, posted, last } = await aus(
      [
        "rules",
        "set",
        "main",
        "--background-rate",
        "50",
        "--build-id",
        ">2025",
        "--clear",
        "comment",
        ...because,
      ],
      { rules },
    );
    expect(status).toBe(0);
    expect(posted.map(({ url }) => url)).toEqual(["/api/v1/change-sets?dryRun=1", "/api/v1/change-sets"]);
    expect(last).toEqual({
      reason: "because",
      operations: [
        {
          entity: "rule",
          action: "update",
          key: { id: 7 },
          rowVersion: 4,
          fields: { backgroundRate: 50, buildID: ">2025", comment: null },
        },
      ],
    });
    expect(out).toContain("  backgroundRate: 25 → 50\n");
    expect(out).toContain('  comment: "old" → nothing\n');
    expect(out).toContain("Done: revision 9.");
  });

  test.each([
    [[], "Nothing is to be set"],
    [["--mapping", ""], "--clear mapping"],
    [["--background-rate", "101"], '--background-rate "101"'],
    [["--priority", "high"], '--priority "high"'],
    [["--jaws", "maybe"], '--jaws "maybe"'],
    [["--version", "<<1"], '--version "<<1"'],
    [["--clear", "colour"], "a rule has no such field"],
    [["--clear", "priority"], "always has a value"],
    [["--mapping", "x", "--clear", "mapping"], "both set and cleared"],
  ])("%j is wrong usage, and nothing is asked of the service", async (argv, message) => {
    const { status, err, posted } = await aus(["rules", "set", "main", ...argv, ...because], { rules });
    expect([status, posted]).toEqual([2, []]);
    expect(err).toContain(message);
  });

  test("without a reason nothing is sent where nobody can be asked", async () => {
    const { status, err, posted } = await aus(["rules", "disable", "main", "--yes"], { rules });
    expect([status, posted]).toEqual([2, []]);
    expect(err).toContain("--reason");
  });

  test.each([
    ["a typo", 0, 2],
    ["", 1, 1],
  ])("on a terminal the reason is asked for: %j", async (types, status, requests) => {
    const ran = await aus(["rules", "disable", "main"], { rules, interactive: true, agrees: true, types });
    expect([ran.status, ran.posted.length]).toEqual([status, requests]);
    expect(ran.questions).toEqual(["Change rule 7 (main)?", "Why? It stays in the record."]);
  });

  test("a dry run needs neither reason nor consent", async () => {
    const { status, out, posted } = await aus(["rules", "delete", "main", "--dry-run"], { rules });
    expect([status, posted.length]).toEqual([0, 1]);
    expect(out).toContain("rule 7 (main) is deleted: ");
    expect(out).toContain("Dry run: nothing was written.");
  });

  test("a change that waits for sign-offs is 3", async () => {
    const submit = (asked: Asked) => waitingAs(12, asked, { counts });
    const { status, out } = await aus(["rules", "enable", "main", ...because], { rules, submit });
    expect(status).toBe(3);
    expect(out).toContain("Sign-offs needed: 1 manager of Heron.");
    expect(out).toMatch(/Change set 12 waits for 1 manager of Heron: http:.*\/changes\/12\n$/);
  });

  test("of a conflict each field is told as seen, as it is and as wanted", async () => {
    const conflict = {
      entity: "rule",
      key: "7",
      base: { id: 7, backgroundRate: 25, comment: "old", rowVersion: 4 },
      theirs: { id: 7, backgroundRate: 50, comment: "new", rowVersion: 5 },
      mine: { backgroundRate: 75 },
    };
    const submit = () => ({ status: 409, body: { detail: "It moved on", conflicts: [conflict] } });
    const argv = ["rules", "set", "7", "--background-rate", "75", "--json", ...because];
    const { status, err, out } = await aus(argv, { rules, submit });
    expect(status).toBe(1);
    expect(err).toBe(
      'It moved on\n  rule "7" was changed meanwhile:\n' +
        '    backgroundRate: you saw 25, now 50, you want 75\n    comment: you saw "old", now "new"\n',
    );
    expect(JSON.parse(out)).toMatchObject({ conflicts: [conflict] });
  });

  test("what is wrong is told with the rule's name", async () => {
    const errors = [{ pointer: "/operations/0/fields/mapping", detail: "There is no release X" }];
    const submit = () => ({ status: 422, body: { detail: "Wrong", errors } });
    const { err } = await aus(["rules", "set", "7", "--mapping", "X", ...because], { rules, submit });
    expect(err).toBe("Wrong\n  rule 7 mapping: There is no release X\n");
  });
});

describe("push", () => {
  const main = rule(8, { alias: "beta", mapping: "Heron-97" });
  const watershed = rule(7, { version: "<90.0", priority: 200, mapping: "Heron-97" });
  const push = ["push", "Heron-98", "--channel", "beta", ...because];

  test("changes the rule without narrower conditions, and nothing but what was said", async () => {
    const { status, out, last } = await aus(push, { rules: [watershed, main] });
    expect(status).toBe(0);
    expect(last).toMatchObject({ operations: [{ key: { id: 8 }, fields: { mapping: "Heron-98" } }] });
    expect(out).toContain("After:  Offer Heron 98.0 to Heron on beta.");
  });

  test("takes rate and fallback along", async () => {
    const argv = [...push, "--rate", "10", "--fallback", "Heron-97"];
    const { last } = await aus(argv, { rules: [main] });
    const fields = { mapping: "Heron-98", backgroundRate: 10, fallbackMapping: "Heron-97" };
    expect(last).toMatchObject({ operations: [{ fields }] });
  });

  test.each([
    ["there is none", [], "Make one first"],
    ["the only one is disabled", [rule(8, { enabled: false })], "Make one first"],
    ["all are narrower", [watershed], "--rule:\n  rule 7, priority 200"],
    ["there are several", [main, rule(9, { priority: 50 })], "2 rules without narrower conditions"],
    ["it serves more than the channel", [rule(9, { channel: null })], "not for this channel alone"],
    [
      "a wider one hides it",
      [rule(9, { channel: "bet*", priority: 300 }), main],
      "rule 8 (beta), priority 100",
    ],
    ["a wider one is as high", [main, rule(9, { channel: "bet*" })], "rule 9, priority 100"],
  ])("says what to do when %s", async (_, rules, message) => {
    const { status, err, posted } = await aus(push, { rules });
    expect([status, posted]).toEqual([1, []]);
    expect(err).toContain(message);
  });

  test("a wider rule of lower priority is not in the way", async () => {
    const { status, last } = await aus(push, { rules: [main, rule(9, { channel: null, priority: 1 })] });
    expect(status).toBe(0);
    expect(last).toMatchObject({ operations: [{ key: { id: 8 } }] });
  });

  test("--rule decides among several", async () => {
    const rules = [watershed, main];
    const { last } = await aus([...push, "--rule", "7"], { rules });
    expect(last).toMatchObject({ operations: [{ key: { id: 7 } }] });
  });

  test.each([
    [{ product: "Kestrel" }, "is for Kestrel"],
    [{ channel: "release" }, "is for channel release"],
    [{ enabled: false }, "is disabled"],
  ])("--rule is refused when the rule cannot serve the push: %j", async (fields, message) => {
    const { status, err } = await aus([...push, "--rule", "8"], { rules: [rule(8, fields)] });
    expect(status).toBe(1);
    expect(err).toContain(message);
  });

  test.each([
    [["push", "Heron-99", "--channel", "beta"], 1, "There is no release"],
    [["push", "Heron-98"], 2, "--channel"],
    [[...push, "--rate", "1000"], 2, "--rate"],
    [[...push, "--fallback", "Kestrel-5"], 1, "a release of Kestrel"],
  ])("%j is refused", async (argv, status, message) => {
    const ran = await aus(argv, { rules: [main] });
    expect(ran.status).toBe(status);
    expect(ran.err).toContain(message);
  });
});
