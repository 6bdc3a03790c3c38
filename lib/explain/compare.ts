import type { Explanation } from "@/lib/decision/explain";

/** One thing that two answers do differently, in words. */
export type Difference = { readonly name: string; readonly before: string; readonly after: string };

const aspects: readonly [name: string, says: (explanation: Explanation) => string][] = [
  ["Answer", answerInWords],
  ["Rule", ({ decision: { rule } }) => (rule === null ? "none" : (rule.alias ?? `rule ${rule.id}`))],
  ["Rule’s version", ({ decision: { rule } }) => (rule === null ? "" : String(rule.rowVersion))],
  ["Complete", (explanation) => patchOf(explanation, "complete")],
  ["Partial", (explanation) => patchOf(explanation, "partial")],
  ["Background rate", rateOf],
];

/** What decides and what is served, as far as two answers to one request differ in it. */
export function compareExplanations(before: Explanation, after: Explanation): Difference[] {
  const said = aspects.map(([name, says]) => ({ name, before: says(before), after: says(after) }));
  const isOther = said.some(({ name, ...sides }) => name === "Rule" && sides.before !== sides.after);
  return said.filter(
    ({ name, ...sides }) => sides.before !== sides.after && !(isOther && name === "Rule’s version"),
  );
}

function answerInWords({ decision: { kind, release, reason } }: Explanation): string {
  if (kind === "nothing") return `no update: ${reason ?? ""}`;
  return kind === "desupport" ? `the notice ${release ?? ""}` : (release ?? kind);
}

function patchOf({ trace }: Explanation, type: "complete" | "partial"): string {
  for (const step of trace) {
    if (step.step === "patch" && step.type === type && step.taken) return `from ${step.from}: ${step.says}`;
  }
  return "none";
}

function rateOf({ trace }: Explanation): string {
  for (const step of trace) {
    if (step.step === "background rate") return `${step.rate} %: takes the ${step.takes}`;
  }
  return "100 %";
}
