import { compareAnswers } from "@/lib/shadow/compare";
import { reasonFor, shownByAsking } from "@/lib/shadow/intended";
import { forced, withPlainOsVersion, type Recorded } from "@/lib/shadow/recorded";
import type { Found, Side, Verdict } from "@/lib/shadow/tally";
import { asThrottled, mayBeThrottled } from "@/lib/shadow/throttled";

import type { Reply, Service } from "./shadow-ask";

export type Services = { readonly old: Service; readonly new: Service };

type Asked = Pick<Recorded, "target" | "userAgent" | "query">;
type Answered = Extract<Reply, { kind: "answer" }>;

/** Asks both services what a client asked, and again where that tells why they differ. */
export async function judge(services: Services, asked: Asked): Promise<Verdict> {
  const [before, now] = await Promise.all([services.old.ask(asked), services.new.ask(asked)]);
  if (before.kind === "unanswered") return unanswered("old", before.says);
  if (now.kind === "unanswered") return unanswered("new", now.says);
  if (isSameText(before, now)) return { kind: "compared", found: [] };
  const found = differencesOf(before, now);
  if (isMeant(found)) return { kind: "compared", found };
  const shown =
    (await asDecodedTwice(services, asked, { now, found })) ??
    (await asRolled(services, asked, { before, now, found }));
  return { kind: "compared", found: shown ?? found };
}

function unanswered(side: Side, says: string): Verdict {
  return { kind: "unanswered", side, says };
}

/** Most answers are: they need not be read. */
function isSameText({ raw: before }: Answered, { raw: now }: Answered): boolean {
  if (before?.status !== 200 || now?.status !== 200 || before.body !== now.body) return false;
  return now.body.startsWith('<?xml version="1.0"?>\n<updates>') && now.body.endsWith("</updates>");
}

function differencesOf(before: Answered, now: Answered): Found[] {
  const differences = compareAnswers(before.answer, now.answer);
  return differences.map((one) => ({ ...one, intended: reasonFor(one, before.answer) }));
}

function isMeant(found: readonly Found[]): boolean {
  return found.every(({ intended }) => intended !== null);
}

/** Null: that is not why. */
async function asDecodedTwice(
  { old }: Services,
  asked: Asked,
  { now, found }: { now: Answered; found: readonly Found[] },
): Promise<Found[] | null> {
  const target = withPlainOsVersion(asked.target, asked.query);
  if (target === null) return null;
  const before = await old.ask({ ...asked, target });
  if (before.kind === "unanswered" || !isMeant(differencesOf(before, now))) return null;
  return found.map((one) => ({ ...one, intended: one.intended ?? shownByAsking.osVersion }));
}

/** Null: that is not why. */
async function asRolled(
  services: Services,
  asked: Asked,
  { before, now, found }: { before: Answered; now: Answered; found: readonly Found[] },
): Promise<Found[] | null> {
  if (!mayBeThrottled(asked.query.force, found)) return null;
  const insisting: Asked = {
    ...asked,
    target: forced(asked.target),
    query: { ...asked.query, force: "1" },
  };
  const [old, young] = await Promise.all([services.old.ask(insisting), services.new.ask(insisting)]);
  if (old.kind === "unanswered" || young.kind === "unanswered") return null;
  return isMeant(differencesOf(old, young)) ? asThrottled(found, before.rolled || now.rolled) : null;
}
