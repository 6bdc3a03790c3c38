import { expect, test } from "vitest";

import { Verdict } from "./drill-verdict.mjs";

const changing = "/changing";
const same = "/same";
const bodies = { [changing]: ["old", "new"], [same]: ["same", "same"] };
const answer = (body: string, node = "a", path = changing) => ({ path, body, node });

function judged(verdict: Verdict, ...given: Parameters<typeof answer>) {
  return verdict.judge(verdict.ask(), answer(...given));
}

test("only the current configuration is right while nothing changes", () => {
  const verdict = new Verdict(bodies, 0);
  expect(judged(verdict, "old")).toBeNull();
  expect(judged(verdict, "same", "a", same)).toBeNull();
  expect(judged(verdict, "new")).toBe("configuration 1, which is over");
  expect(judged(verdict, "")).toBe("a body of neither configuration");
});

test("both are right while nodes change over, but no node goes back", () => {
  const verdict = new Verdict(bodies, 0);
  verdict.change(1);
  const early = verdict.ask();
  expect(judged(verdict, "old")).toBeNull();
  expect(judged(verdict, "new")).toBeNull();
  expect(verdict.judge(early, answer("old"))).toBeNull();
  expect(judged(verdict, "old", "b")).toBeNull();
  expect(judged(verdict, "old")).toBe("a went back to configuration 0");
});

test("what was asked before all had changed over may be answered as before", () => {
  const verdict = new Verdict(bodies, 0);
  const before = verdict.ask();
  verdict.change(1);
  const between = verdict.ask();
  verdict.settle();
  const after = verdict.ask();
  expect(verdict.judge(before, answer("new"))).toBeNull();
  expect(verdict.judge(between, answer("old", "b"))).toBeNull();
  expect(verdict.judge(after, answer("old", "b"))).toBe("configuration 0, which is over");
});
