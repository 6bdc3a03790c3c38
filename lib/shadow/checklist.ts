import type { Check, ShadowReport } from "./report";
import { counted, share } from "./words";

type Facts = Omit<ShadowReport, "checklist">;

/** What has to be so before clients are sent to the new service. */
export function checklistOf(facts: Facts): Check[] {
  return [...shownChecks.map((check) => check(facts)), ...byHand];
}

const shownChecks: readonly ((facts: Facts) => Check)[] = [
  ({ asked, compared, unanswered, beyondLimit, isStopped }) =>
    check(
      "Every recorded request was compared",
      compared.distinct === asked.distinct && beyondLimit === 0 && !isStopped && asked.distinct > 0,
      [
        `${share(compared.distinct, asked.distinct)} of ${counted(asked.distinct, "distinct request")}`,
        ...(unanswered.distinct > 0
          ? [`${counted(unanswered.distinct, "request")} got no answer: run it again with --resume`]
          : []),
        ...(beyondLimit > 0 ? [`${counted(beyondLimit, "line")} beyond the limit: raise --limit`] : []),
        ...(isStopped ? ["it was ended early"] : []),
      ],
    ),
  ({ same, intended, different, compared }) =>
    check(
      "Every answer is the same, or differs as it is meant to",
      different.distinct === 0 && compared.distinct > 0,
      [
        `${share(same.distinct, compared.distinct)} the same, ${share(intended.distinct, compared.distinct)} differ as meant, ${share(different.distinct, compared.distinct)} differ otherwise`,
        `weighted by how often clients ask: ${share(same.requests, compared.requests)}, ${share(intended.requests, compared.requests)}, ${share(different.requests, compared.requests)}`,
      ],
    ),
  (facts) => {
    const { distinct } = sumOf(facts, ["refused", "malformed"]);
    return check("The new service answers 200 with well-formed XML, always", distinct === 0, [
      distinct === 0 ? "No answer was otherwise" : `${counted(distinct, "request")} were answered otherwise`,
    ]);
  },
  (facts) => {
    const { distinct } = sumOf(facts, ["no longer offered"]);
    return check("Nobody loses an update", distinct === 0, [
      distinct === 0 ? "No client state does" : `${counted(distinct, "client state")} would`,
    ]);
  },
  ({ lines, skipped }) => {
    const foreign = skipped.filter(
      ({ reason }) => reason !== "empty line or comment" && reason !== "no update path",
    );
    const left = foreign.reduce((sum, one) => sum + one.lines, 0);
    return check("Every line of the logs could be read", left === 0, [
      left === 0
        ? counted(lines, "line")
        : `${counted(left, "line")} of ${counted(lines, "line")} were not: see below which`,
    ]);
  },
  throttles,
];

function throttles(facts: Facts): Check {
  const what = "Throttles are those of the old service";
  const { distinct: wrong } = sumOf(facts, ["throttle"]);
  if (wrong > 0) {
    return check(what, false, [`${counted(wrong, "background check")} meet one that only one service has`]);
  }
  const rolled = facts.intendedGroups.filter(({ cause }) => cause === "throttle");
  const distinct = rolled.reduce((sum, group) => sum + group.distinct, 0);
  if (distinct === 0 && !facts.isForced) return check(what, true, ["No roll made a difference"]);
  const why = facts.isForced
    ? "Everything was asked with force=1, which passes them: compare the rates"
    : `${counted(distinct, "background check")} differ by a roll alone, whose rate cannot be measured from one address: compare the rates`;
  return { state: "by hand", what, says: `${why}.` };
}

function sumOf({ groups }: Facts, causes: readonly string[]): { distinct: number } {
  const found = groups.filter(({ cause }) => causes.includes(cause));
  return { distinct: found.reduce((sum, group) => sum + group.distinct, 0) };
}

function check(what: string, holds: boolean, says: readonly string[]): Check {
  return { state: holds ? "done" : "open", what, says: `${says.join("; ")}.` };
}

const byHand: readonly Check[] = [
  [
    "The logs cover a week at least",
    "Background checks come once or twice a day, some clients come on Mondays only",
  ],
  [
    "A certificate for the old host name is on the new service",
    "Clients of some versions check who issued it",
  ],
  ["Sign-off policies are there for every product", "For the usual ones: aus policies default PRODUCT"],
  ["Every serving node is at the newest revision", "GET /__heartbeat__ of each says which"],
  [
    "The name's TTL was lowered to 300 s or less, and its former TTL has passed",
    "See it by dig +noall +answer NAME",
  ],
  [
    "The old service stays as it is until its log has been silent for a week",
    "The way back is the old DNS record",
  ],
].map(([what = "", says = ""]) => ({ state: "by hand", what, says: `${says}.` }) as const);
