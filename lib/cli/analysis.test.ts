import { expect, test } from "vitest";

import { recordingIo, startServer } from "@/lib/testing/command-line";

import { runCli } from "./program";

async function aus(argv: readonly string[], body: unknown) {
  const server = await startServer(() => ({ body }));
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(argv, io);
  return { status, out: written.out, asked: server.asked.map(({ method, url }) => `${method} ${url}`) };
}

const problem = {
  code: "never-wins",
  severity: "warning",
  where: { entity: "rule", key: "7", field: null },
  product: "Heron",
  detail: "Rule 7 never decides",
  mend: null,
};

test("problems are listed, and errors fail", async () => {
  const warned = await aus(["problems"], { revision: 1, problems: [problem] });
  expect(warned).toMatchObject({ status: 0, asked: ["GET /api/v1/problems"] });
  expect(warned.out).toContain("rule 7\tRule 7 never decides");
  const failed = await aus(["problems"], { revision: 1, problems: [{ ...problem, severity: "error" }] });
  expect(failed.status).toBe(1);
  expect((await aus(["problems"], { revision: 1, problems: [] })).out).toBe("No problem.\n");
});

test("of a change set it is told which problems it brings and which it solves", async () => {
  const body = { revision: 1, problems: [{ ...problem, isNew: true }], solved: [problem] };
  const { out, asked } = await aus(["problems", "--change-set", "12"], body);
  expect(asked).toEqual(["GET /api/v1/change-sets/12/problems"]);
  expect(out).toContain("new warning");
  expect(out).toContain("Solved: Rule 7 never decides");
});

test("an impact is told by groups, with how many clients there are", async () => {
  const group = {
    kind: "new update",
    before: "no update: no rule matches",
    after: "Heron-98.0",
    states: 4,
    seen: 0,
    example: { path: "/update/6/x", before: "", after: "" },
  };
  const { out, asked } = await aus(["impact", "12"], { groups: [group], states: 1000, changed: 4 });
  expect(asked).toEqual(["GET /api/v1/change-sets/12/impact"]);
  expect(out).toContain("new update\tno update: no rule matches\tHeron-98.0\t4\t0\t/update/6/x");
  expect(out).toContain("4 of 1,000 client states would get another answer");
});

test("paths with a dead end fail, and say who is left behind and why", async () => {
  const end = {
    kind: "dead end",
    branch: "mapping",
    release: "Heron-90.0",
    reason: "no rule matches",
    count: 3,
    from: ["Heron-90.0"],
    buildTargets: ["linux"],
    locales: ["de", "fr", "cy", "it"],
    osVersions: ["Linux"],
    loop: [],
  };
  const body = {
    newest: { release: "Heron-98.0", version: "98.0" },
    ends: [end],
    starts: 9,
    isComplete: false,
  };
  const { status, out, asked } = await aus(["paths", "Heron", "release", "--change-set", "3"], body);
  expect(status).toBe(1);
  expect(asked).toEqual(["GET /api/v1/paths?product=Heron&channel=release&changeSet=3"]);
  expect(out).toContain(
    "dead end\tHeron-90.0\t3\tHeron-90.0; linux; de, fr, cy and 1 more; Linux\tno rule matches",
  );
  expect(out).toContain("Not every version reaches Heron-98.0.");
});
