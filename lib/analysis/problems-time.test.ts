import { expect, test } from "vitest";

import { agedProblems } from "./problems-time";

const now = new Date("2026-11-26T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const shutOff = {
  product: "Heron",
  channel: "beta",
  buildTarget: null,
  version: null,
  locale: null,
  reason: "Crashes",
  rowVersion: 3,
};
const changeSet = { id: 12, reason: "98.0 to release", products: ["Heron"], signed: 1 };

test("what is off or half approved for more than a week is a problem", () => {
  const problems = agedProblems(
    {
      shutOffs: [{ thing: shutOff, since: daysAgo(9) }],
      changeSets: [{ thing: changeSet, since: daysAgo(8) }],
    },
    now,
  );
  expect(problems).toMatchObject([
    { code: "old-shut-off", product: "Heron", mend: { action: "delete", rowVersion: 3 } },
    { code: "old-change-set", where: { entity: "changeSet", key: "12" }, mend: null },
  ]);
  expect(problems[0]?.detail).toContain("Heron on beta are off for 9 days (Crashes)");
});

test("within a week nothing is", () => {
  const since = daysAgo(6);
  const aged = { shutOffs: [{ thing: shutOff, since }], changeSets: [{ thing: changeSet, since }] };
  expect(agedProblems(aged, now)).toEqual([]);
});
