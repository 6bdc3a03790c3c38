import type { Count, GroupReport } from "./report";
import { elsewhere } from "./tally";

/** A share in per cent that says 100 only when nothing is missing, and 0 only when nothing is there. */
export function share(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (100 * part) / whole;
  if (part < whole && percent > 99.99) return "over 99.99 %";
  if (part > 0 && percent < 0.01) return "under 0.01 %";
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 2)} %`;
}

export function number(n: number): string {
  return n.toLocaleString("en-US");
}

export function counted(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** "12 requests, recorded 340 times" */
export function describeCount({ distinct, requests }: Count): string {
  return `${counted(distinct, "request")}, recorded ${counted(requests, "time")}`;
}

const throttleTitles: Readonly<Record<string, string>> = {
  "held back": "A roll held the update back",
  "let through": "A roll let the update through",
  "only old": "Only the old service holds background checks back",
  "only new": "Only the new service holds background checks back",
  "other build": "Background checks get another build, checks with force=1 the same one",
};

type Titled = Omit<GroupReport, keyof Count>;

const titles: Readonly<Partial<Record<GroupReport["cause"], (where: string) => string>>> = {
  refused: (where) => `The new service answers with ${where}`,
  "old refused": (where) => `The old service answers with ${where}, the new one does not`,
  malformed: () => "The new answer is not well-formed",
  "old malformed": () => "The old answer is not well-formed",
  "no longer offered": () => "No update any more where the old service offers one",
  "newly offered": () => "An update where the old service offers none",
  "other build": () => "Another build is offered",
  missing: (where) => `The ${where} is missing`,
  extra: (where) => `The ${where} is there only now`,
  host: (where) => `The ${where} is on another host`,
  throttle: (where) => throttleTitles[where] ?? where,
  unanswered: (where) => `The ${where} service did not answer`,
};

/** What a group has in common, in words. */
export function titleOf({ cause, where, field, examples }: Titled): string {
  const title = where === elsewhere ? undefined : titles[cause];
  if (title) return title(where);
  return field === null ? `Other differences (${cause})` : titleOfField(where, field, examples[0]);
}

function titleOfField(
  where: string,
  field: string,
  example: { old: string | null; new: string | null } | undefined,
): string {
  if (example?.new === null) return `The ${where} has no ${field} any more`;
  if (example?.old === null) return `The ${where} has ${field} only now`;
  return `${field} of the ${where} differs`;
}
