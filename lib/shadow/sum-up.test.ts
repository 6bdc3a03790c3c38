import { describe, expect, test } from "vitest";

import { Ledger } from "./ledger";
import { fingerprintOf } from "./recorded";
import type { Run } from "./report";
import { reportPage } from "./report-html";
import { makeReport } from "./sum-up";
import { Tally, type Found, type Verdict } from "./tally";
import { share } from "./words";

const run: Run = {
  old: "https://old.example",
  new: "https://new.example",
  logs: ["access.log"],
  finishedAt: "2026-11-26 12:00 UTC",
  isStopped: false,
  isForced: false,
  lines: 10,
  skipped: [],
  beyondLimit: 0,
};

function differs(found: Partial<Found> = {}): Verdict {
  const usual = {
    cause: "attribute",
    where: "update",
    field: "detailsURL",
    old: "a",
    new: "b",
    intended: null,
  } as const;
  return { kind: "compared", found: [{ ...usual, ...found }] };
}

const same: Verdict = { kind: "compared", found: [] };

/** What came of requests, each of which was recorded so many times. */
function reportOf(
  verdicts: readonly (readonly [verdict: Verdict, times: number, target?: string])[],
  more: Partial<Run> = {},
) {
  const [ledger, tally] = [new Ledger(100_000), new Tally()];
  verdicts.forEach(([verdict, times, target = "/update/1/a"], i) => {
    for (let time = 0; time < times; time++) ledger.note(fingerprintOf(String(i)));
    const product = `P${Math.floor(i / 2)}`;
    const channel = "release";
    ledger.settle(i, tally.note({ target, product, channel }, verdict));
  });
  return makeReport({ ...run, ...more }, ledger, tally);
}

const open = (report: ReturnType<typeof reportOf>) =>
  report.checklist.filter(({ state }) => state === "open").map(({ what }) => what);

describe("the report", () => {
  test("counts requests, and how often they were recorded", () => {
    const lost = { cause: "no longer offered", field: null } as const;
    const report = reportOf([
      [same, 5],
      [differs(), 3],
      [differs(), 1],
      [differs({ intended: "as meant" }), 2],
      [differs(lost), 1],
    ]);
    expect(report).toMatchObject({
      asked: { distinct: 5, requests: 12 },
      same: { distinct: 1, requests: 5 },
      intended: { distinct: 1, requests: 2 },
      different: { distinct: 3, requests: 5 },
    });
    expect(report.groups.map(({ key, requests }) => [key, requests])).toEqual([
      // However seldom: clients suffer from it.
      ["no-longer-offered/update", 1],
      ["attribute/update/detailsURL", 4],
    ]);
    expect(report.channels.map(({ product, different }) => [product, different.distinct])).toEqual([
      ["P0", 1],
      ["P1", 1],
      ["P2", 1],
    ]);
  });

  test("has nothing open when all is the same, and only then", () => {
    expect(open(reportOf([[same, 1]]))).toEqual([]);
    expect(
      open(
        reportOf([
          [same, 1],
          [differs(), 1],
        ]),
      ),
    ).toEqual(["Every answer is the same, or differs as it is meant to"]);
    expect(open(reportOf([[same, 1]], { beyondLimit: 3 }))).toEqual(["Every recorded request was compared"]);
    expect(open(reportOf([[same, 1]], { isStopped: true }))).toEqual(["Every recorded request was compared"]);
    const unanswered: Verdict = { kind: "unanswered", side: "new", says: "ECONNRESET" };
    expect(
      open(
        reportOf([
          [same, 1],
          [unanswered, 1],
        ]),
      ),
    ).toEqual(["Every recorded request was compared"]);
    expect(open(reportOf([]))).toContain("Every recorded request was compared");
    const skipped = [{ reason: "no request in the line", lines: 2, file: "a.log", line: 7 }] as const;
    expect(open(reportOf([[same, 1]], { skipped }))).toEqual(["Every line of the logs could be read"]);
  });

  test("does not call a group the same that rounds to it", () => {
    expect([share(1, 1), share(99_999, 100_000), share(1, 100_000), share(0, 5), share(0, 0)]).toEqual([
      "100 %",
      "over 99.99 %",
      "under 0.01 %",
      "0 %",
      "–",
    ]);
  });

  test("stays small however many differences and products there are", () => {
    const many = Array.from(
      { length: 30_000 },
      (_, i) => [differs({ where: `add-on ${i}` }), 1, "/".repeat(5_000)] as const,
    );
    const report = reportOf(many);
    expect(report.different.distinct).toBe(30_000);
    expect(report.groups.length).toBeLessThanOrEqual(301);
    expect(report.groups.reduce((sum, { distinct }) => sum + distinct, 0)).toBe(30_000);
    expect(JSON.stringify(report).length).toBeLessThan(8_000_000);
  });

  test("as a page shows what clients sent as text", () => {
    const hostile = '/update/1/<script>alert("x")</script>';
    const page = reportPage(reportOf([[differs({ old: "<img src=x onerror=alert(1)>" }), 1, hostile]]));
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(page).toContain("default-src 'none'");
  });
});
