import { expect, test } from "vitest";

import type { NodeReport, NodeRun } from "./report";
import type { FoundByCanary } from "./verdict";
import { waveInWords, waveOf, type KeptVerdict } from "./wave";
import type { Held } from "./wave-gate";

const at = new Date("2026-11-28T12:00:00Z");

function run(name: string, said: Partial<NodeReport>): NodeRun {
  const report = { name, revision: 41, ...said } as NodeReport;
  return { firstSeenAt: at, seenAt: at, clockOffset: 0, report };
}

const held = (kind: Held["kind"]) => ({
  revision: 41,
  kind,
  by: [],
  shutOffs: 40,
  patience: 30_000,
  problem: null,
});
const waiting = (name: string, kind: Held["kind"] = "waits") => run(name, { revision: 40, held: held(kind) });
const canary = run("ams-1", { canary: true });

function verdict(
  passed: boolean,
  failures: FoundByCanary[] = [],
  warnings: FoundByCanary[] = [],
): KeptVerdict {
  const detail = { invariants: 1, answers: 200, failures, warnings, broken: {} };
  return { node: "ams-1", passed, at, detail };
}

const found = (product: string) => ({ name: "never 131", product, detail: "not so for Heron" });

function wave(runs: readonly NodeRun[], verdicts: readonly KeptVerdict[], released = false) {
  const release = released ? { actor: "ada@example.com", reason: "It is right", at } : null;
  const canSee = (product: string | null) => product !== "Secret";
  return waveOf({ revision: 41, verdicts, release, runs, canSee, mayRelease: true });
}

const words = (...given: Parameters<typeof wave>) => {
  const one = wave(...given);
  return one && waveInWords(one);
};

test("while it runs it says who has it, who waits and for how long", () => {
  expect(words([canary, waiting("fra-1"), waiting("fra-2"), run("off-1", {})], [])).toBe(
    "Revision 41 is on 1 canary; 2 nodes wait, at most 30 s",
  );
  expect(words([waiting("fra-1")], [])).toBe("Revision 41 is on no canary yet; 1 node waits, at most 30 s");
});

test("where it was stopped it says by whom and what is kept", () => {
  const nodes = [canary, waiting("fra-1", "stopped"), waiting("fra-2", "stopped")];
  expect(words(nodes, [verdict(false, [found("Heron")])])).toBe(
    "Revision 41 was stopped by canary ams-1 (2 nodes keep revision 40)",
  );
  expect(wave(nodes, [verdict(false, [found("Heron")])])?.failures).toEqual([
    { ...found("Heron"), canary: "ams-1" },
  ]);
});

test("what is about products that the reader may not see is only counted", () => {
  const one = wave([canary], [verdict(false, [found("Secret"), found("Heron")])]);
  expect(one).toMatchObject({ kind: "stopped", by: ["ams-1"], hidden: 1, failures: [{ product: "Heron" }] });
});

test("who let it through is told, with the reason", () => {
  expect(words([canary], [verdict(false)], true)).toBe(
    "Revision 41 was let through by ada@example.com: It is right",
  );
});

test("of one that passed nothing is told, unless something does not hold", () => {
  expect(words([canary], [verdict(true)])).toBeNull();
  expect(wave([canary], [verdict(true, [], [found("Heron")])])).toMatchObject({
    kind: "passed",
    warnings: [{ name: "never 131" }],
  });
  expect(words([run("fra-1", {})], [])).toBeNull();
});
