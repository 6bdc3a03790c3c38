import { expect, test } from "vitest";

import type { Operation } from "@/lib/changes/operation";

import { planAgenda } from "./agenda";
import type { State, Step, WholeChangeSet } from "./change-set";

const hour = 3_600_000;
const now = Date.parse("2026-11-26T12:00:00Z");
const inHours = (hours: number) => new Date(now + hours * hour);
const rate = (id: number, backgroundRate: number): Operation => ({
  entity: "rule",
  action: "update",
  key: { id },
  rowVersion: 1,
  fields: { backgroundRate },
});

function changeSet(
  id: number,
  state: State,
  steps: [Date | null, Operation][],
  expiresAt: Date | null = null,
) {
  return {
    id,
    state,
    reason: `Reason ${String(id)}`,
    author: "driver@example.com",
    expiresAt,
    steps: steps.map(([at, operation], position): Step => ({
      position,
      at,
      operations: [operation],
      state: position === 0 && state === "scheduled" && at === null ? "enacted" : "pending",
      revision: null,
      enactedAt: null,
    })),
  } as unknown as WholeChangeSet;
}

const shown = (sets: readonly WholeChangeSet[], hours = 48) =>
  planAgenda(sets, inHours(hours)).map(
    ({ at, kind, changeSet: id, step }) =>
      `${String((at.getTime() - now) / hour)} h: ${String(id)} ${kind} ${step ? `${String(step.number)}/${String(step.of)}` : ""}`,
  );

test("steps and expiries are listed, the soonest first, and what is late as well", () => {
  const ramp = changeSet(1, "scheduled", [
    [null, rate(7, 10)],
    [inHours(6), rate(7, 50)],
    [inHours(60), rate(7, 100)],
  ]);
  const late = changeSet(2, "paused", [[inHours(-1), rate(8, 5)]]);
  const proposed = changeSet(3, "proposed", [[inHours(2), rate(9, 5)]], inHours(4));
  expect(shown([ramp, late, proposed])).toEqual([
    "-1 h: 2 step 1/1",
    "2 h: 3 step 1/1",
    "4 h: 3 expiry ",
    "6 h: 1 step 2/3",
  ]);
  expect(shown([ramp], 72)).toHaveLength(2);
});

test("change sets that touch the same row are marked, the steps of one are not", () => {
  const ramp = changeSet(1, "scheduled", [
    [inHours(1), rate(7, 10)],
    [inHours(2), rate(7, 50)],
  ]);
  const other = changeSet(2, "proposed", [[null, rate(7, 0)]]);
  const apart = changeSet(3, "scheduled", [[inHours(3), rate(9, 0)]]);
  const agenda = planAgenda([ramp, other, apart], inHours(48));
  expect(agenda.map(({ collisions }) => collisions)).toEqual([
    [{ changeSet: 2, row: "rule 7" }],
    [{ changeSet: 2, row: "rule 7" }],
    [],
  ]);
});
