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

const manager = { role: "manager", product: "Heron", count: 1, because: ["clients/Heron/release*"] };
const counts = { rule: { created: 0, updated: 1, deleted: 0, unchanged: 0 } };
const rule = {
  ...ruleSchema.parse({ id: 7, priority: 100, product: "Heron", channel: "release" }),
  rowVersion: 4,
};
const release = { name: "Heron-98", product: "Heron", kind: "application", version: "98.0" };

const step = (fields: object = {}) => ({
  position: 0,
  at: null,
  state: "pending",
  revision: null,
  enactedAt: null,
  operations: [
    { entity: "rule", action: "update", key: { id: 7 }, rowVersion: 4, fields: { backgroundRate: 25 } },
  ],
  conflicts: [],
  problems: [],
  ...fields,
});

const changeSet = (fields: object = {}) => ({
  id: 12,
  state: "proposed",
  author: "driver@example.com",
  reason: "On to 25 %",
  products: ["Heron"],
  failure: null,
  createdAt: "2026-11-26T11:00:00Z",
  expiresAt: "2026-12-10T11:00:00Z",
  rowVersion: 3,
  requirements: [{ ...manager, given: 0 }],
  missing: [manager],
  signOffs: [],
  steps: [step()],
  events: [],
  may: { drive: false, sign: ["manager"] },
  ...fields,
});

const enacted = changeSet({
  state: "enacted",
  requirements: [],
  missing: [],
  steps: [step({ state: "enacted", revision: 40 })],
});

/** A service whose change set 12 is one after the other of these, the last for ever. */
async function aus(
  argv: readonly string[],
  {
    becomes = [changeSet()],
    moved = enacted,
    submit = (asked: Asked) => waitingAs(12, asked, { counts }),
    ...terminal
  }: { becomes?: object[]; moved?: Reply["body"]; submit?: (asked: Asked) => Reply } & Parameters<
    typeof recordingIo
  >[0] = {},
) {
  const rest = [...becomes];
  const gets: Record<string, unknown> = {
    rules: { rules: [rule] },
    "rules/7": rule,
    releases: { releases: [release] },
    session: { kind: "person", name: "Dario", email: "driver@example.com", grants: [] },
    products: { products: [{ name: "Heron", throttle: 100, rowVersion: 2 }] },
  };
  const server = await startServer((asked) => {
    const at = asked.url.replace("/api/v1/", "");
    if (at === "change-sets/12") return { body: rest.length > 1 ? rest.shift() : rest[0] };
    if (asked.method === "GET") return { body: gets[at] ?? { changeSets: [changeSet()], next: 12 } };
    if (at.startsWith("change-sets/")) return { body: moved };
    return submit(asked);
  });
  const { io, written } = recordingIo({ url: server.url, ...terminal });
  const status = await runCli(argv, io);
  const posted = server.asked.filter(({ method }) => method !== "GET");
  return { status, ...written, url: server.url, asked: server.asked, posted, last: posted.at(-1) };
}

const push = ["push", "Heron-98", "--channel", "release", "--yes", "--reason", "because"];

describe("a change that has to be signed", () => {
  test("a dry run says by whom", async () => {
    const { status, out, posted } = await aus([...push, "--dry-run"]);
    expect([status, posted.length]).toEqual([0, 1]);
    expect(out).toContain("Sign-offs needed: 1 manager of Heron.");
    expect(out).toContain("Dry run: nothing was written.");
  });

  test("--json tells the change set, who is missing and where it is", async () => {
    const { status, out, url } = await aus([...push, "--json"]);
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      kind: "waiting",
      changeSet: 12,
      missing: [manager],
      url: `${url}/changes/12`,
    });
  });

  test("--wait ends with 0 once it is enacted", async () => {
    const { status, out, err } = await aus([...push, "--wait"], {
      becomes: [changeSet(), changeSet(), enacted],
    });
    expect(status).toBe(0);
    expect(err).toBe("Change set 12 waits for 1 manager of Heron.\n");
    expect(out).toMatch(/Done: revision 40\.\n$/);
  });

  test.each([
    [
      { state: "draft", events: [{ kind: "changes-requested", actor: "m@example.com", text: "Too soon" }] },
      "came back from m@example.com: Too soon",
    ],
    [
      { state: "cancelled", events: [{ kind: "cancelled", actor: "x@example.com", text: "" }] },
      "was cancelled by",
    ],
    [{ state: "expired" }, "expired: nobody signed in time"],
    [{ state: "failed", failure: "rule 7 was changed meanwhile" }, "failed: rule 7 was changed meanwhile"],
  ])("--wait ends with 1 when it becomes %j", async (fields, message) => {
    const { status, err } = await aus([...push, "--wait"], { becomes: [changeSet(), changeSet(fields)] });
    expect(status).toBe(1);
    expect(err).toContain(`Change set 12 ${message}`);
  });

  test("one that nobody else has to sign does not wait", async () => {
    const submit = (asked: Asked) => enactedAs(9, asked, { counts });
    expect(await aus([...push, "--wait"], { submit })).toMatchObject({ status: 0, err: "" });
  });
});

describe("a change for later", () => {
  const next = "2026-11-26T15:00:00.000Z";
  const scheduled = (asked: Asked): Reply => {
    const { body } = enactedAs(0, asked, { counts });
    const later = { kind: "scheduled", revision: null, next };
    return asked.url.includes("dryRun") ? { body } : { status: 202, body: { ...(body as object), ...later } };
  };

  test("--at makes it a step with its time, and the exit status is 0", async () => {
    const { status, out, last } = await aus([...push, "--at", "in 3h"], { submit: scheduled });
    expect(status).toBe(0);
    expect(last?.body).toMatchObject({ steps: [{ at: next, operations: [{ entity: "rule" }] }] });
    expect(out).toContain("Change set 12 takes effect at 2026-11-26 15:00 UTC: http");
  });

  test("--ramp of a push sets the release once and then only the rate", async () => {
    const { last, out } = await aus([...push, "--ramp", "10,100@6h"], { submit: scheduled });
    expect(last?.body).toMatchObject({
      steps: [
        { at: null, operations: [{ fields: { mapping: "Heron-98", backgroundRate: 10 } }] },
        {
          at: "2026-11-26T18:00:00.000Z",
          operations: [{ rowVersion: 4, fields: { backgroundRate: 100 } }],
        },
      ],
    });
    expect(out).toContain("Then 100 % at 2026-11-26 18:00 UTC.");
  });

  test("--ramp of a throttle counts from --at", async () => {
    const argv = ["throttle", "Heron", "--ramp", "10,100@1h", "--at", "in 1h", "--yes", "--reason", "slowly"];
    const { last } = await aus(argv, { submit: scheduled });
    expect(last?.body).toMatchObject({
      steps: [
        { at: "2026-11-26T13:00:00.000Z", operations: [{ fields: { throttle: 10 } }] },
        { at: "2026-11-26T14:00:00.000Z", operations: [{ fields: { throttle: 100 } }] },
      ],
    });
  });

  test("--draft keeps it, and says how it is proposed", async () => {
    const submit = (asked: Asked): Reply => {
      const { body } = enactedAs(0, asked, { counts });
      return { body: asked.url.includes("dryRun") ? body : { ...(body as object), kind: "draft" } };
    };
    const { status, out, last } = await aus([...push, "--draft", "--resolve", "merge"], { submit });
    expect(status).toBe(0);
    expect(last?.body).toMatchObject({ draft: true, resolve: "merge" });
    expect(out).toContain("`aus changes propose 12`");
  });

  test("--dry-run --impact tells the largest groups of clients that get another answer", async () => {
    const example = { path: "/update/6/Heron/97.0", before: "", after: "" };
    const group = {
      kind: "other release",
      before: "Heron-97",
      after: "Heron-98",
      states: 12,
      seen: 7,
      example,
    };
    const impact = { groups: [group], states: 20, changed: 12, seen: 7, seenChanged: 7 };
    const urls: string[] = [];
    const submit = (asked: Asked): Reply => {
      urls.push(asked.url);
      return { body: { ...(enactedAs(0, asked, { counts }).body as object), impact } };
    };
    const { status, out } = await aus([...push, "--dry-run", "--impact"], { submit });
    expect(status).toBe(0);
    expect(urls).toEqual([expect.stringContaining("change-sets?dryRun=1&impact=1")]);
    expect(out).toContain("other release\tHeron-97\tHeron-98\t12\t7\t/update/6/Heron/97.0");
    expect(out).toContain("12 of 20 client states would get another answer");
  });

  test.each([
    [["--impact"]],
    [["--at", "yesterday"]],
    [["--at", "2026-11-26T11:59Z"]],
    [["--draft", "--wait"]],
    [["--resolve", "theirs"]],
    [["--rate", "5", "--ramp", "5,10@1h"]],
  ])("%j is wrong usage", async (argv) => {
    const { status, posted } = await aus([...push, ...argv]);
    expect([status, posted]).toEqual([2, []]);
  });
});

describe("aus changes", () => {
  test("list asks for what is meant, and says who is missing", async () => {
    const { out, err, asked } = await aus([
      "changes",
      "list",
      "--mine",
      "--state",
      "proposed",
      "--product",
      "Heron",
    ]);
    expect(asked.at(-1)?.url).toBe(
      "/api/v1/change-sets?limit=50&state=proposed&product=Heron&author=driver%40example.com",
    );
    expect(out).toContain(
      "12\tproposed\t2026-11-26 11:00 UTC\tdriver@example.com\tHeron\t1 manager of Heron\tOn to 25 %",
    );
    expect(err).toContain("--before 12");
  });

  test("show tells what it does, who signed and what moved on", async () => {
    const conflict = {
      entity: "rule",
      key: "7",
      base: { backgroundRate: 10 },
      theirs: { backgroundRate: 15 },
      mine: { backgroundRate: 25 },
    };
    const signOffs = [
      {
        email: "d@example.com",
        role: "driver",
        at: "2026-11-26T11:30:00Z",
        void: ["the operations changed"],
      },
    ];
    const events = [
      { kind: "comment", actor: "m@example.com", at: "2026-11-26T11:40:00Z", text: "Why now?" },
    ];
    const set = changeSet({ signOffs, events, steps: [step({ conflicts: [conflict] })] });
    const { out } = await aus(["changes", "show", "12"], { becomes: [set] });
    expect(out).toContain("0/1 manager of Heron");
    expect(out).toContain('rule "7" is changed\n  backgroundRate → 25');
    expect(out).toContain("backgroundRate: you saw 10, now 15, you want 25");
    expect(out).toContain("it counts no longer: the operations changed");
    expect(out).toContain("m@example.com, comment: Why now?");
  });

  test("sign shows the change, signs what was shown in the role that is missing, and enacts it", async () => {
    const terminal = { interactive: true, agrees: true };
    const { status, out, questions, last } = await aus(["changes", "sign", "12"], terminal);
    expect(status).toBe(0);
    expect(questions).toEqual(["Sign change set 12 as manager?"]);
    expect(last).toMatchObject({
      url: "/api/v1/change-sets/12/sign",
      body: { role: "manager", rowVersion: 3 },
    });
    expect(out).toContain("backgroundRate → 25");
    expect(out).toMatch(/Done: revision 40\.\n$/);
  });

  test("sign of one that waits for more people is 3", async () => {
    const argv = ["changes", "sign", "12", "--yes", "--role", "driver"];
    expect(await aus(argv, { moved: changeSet() })).toMatchObject({ status: 3 });
  });

  test("whoever cannot sign is told who can, and nothing is sent", async () => {
    const becomes = [changeSet({ may: { drive: true, sign: [] } })];
    const { status, err, posted } = await aus(["changes", "sign", "12", "--yes"], { becomes });
    expect([status, posted]).toEqual([1, []]);
    expect(err).toContain("You cannot sign it. Change set 12 waits for 1 manager of Heron.");
  });

  test("signing without a terminal takes --yes", async () => {
    const { status, posted } = await aus(["changes", "sign", "12"]);
    expect([status, posted]).toEqual([2, []]);
  });

  test.each([
    [["comment", "12", "Looks good"], "comments", { text: "Looks good" }],
    [["request-changes", "12", "Too soon"], "request-changes", { text: "Too soon", rowVersion: 3 }],
    [["propose", "12", "--no-sign"], "propose", { rowVersion: 3, sign: false }],
    [
      ["propose", "12", "--override", "Meant"],
      "propose",
      { rowVersion: 3, sign: true, override: { reason: "Meant" } },
    ],
    [["cancel", "12", "--reason", "No"], "cancel", { reason: "No" }],
    [["pause", "12"], "pause", {}],
    [["continue", "12"], "continue", {}],
    [["abort", "12", "--dry-run"], "abort?dryRun=1", {}],
  ])("%j goes to its route", async (argv, route, body) => {
    const { status, last } = await aus(["changes", ...argv]);
    expect(status).toBe(0);
    expect(last).toMatchObject({ method: "POST", url: `/api/v1/change-sets/12/${route}`, body });
  });

  test("abort says which revisions stay in effect, and how they are taken back", async () => {
    const steps = [step({ state: "enacted", revision: 40 }), step({ position: 1, state: "skipped" })];
    const moved = changeSet({ state: "cancelled", steps, missing: [] });
    const { out } = await aus(["changes", "abort", "12"], { moved });
    expect(out).toContain("Take it back with `aus rollback 40`");
  });

  test("watch gives up with 3 when its time is over", async () => {
    const { status, out } = await aus(["changes", "watch", "12", "--timeout", "1min"]);
    expect(status).toBe(3);
    expect(out).toContain("waits for 1 manager");
  });

  test("watch waits until the service is back", async () => {
    let asked = 0;
    const server = await startServer(() => {
      asked += 1;
      return asked < 3 ? { status: 503, body: { detail: "Not now" } } : { body: enacted };
    });
    const { io } = recordingIo({ url: server.url });
    expect(await runCli(["changes", "watch", "12"], io)).toBe(0);
  });
});
