import type { Asked } from "@/components/explain/explain-form";
import type { Explanation } from "@/lib/decision/explain";
import { Refusal } from "@/lib/errors";
import { simulateAnswer } from "@/lib/explain/service";
import type { Rule } from "@/lib/rules/rule";
import type { UpdateQuery } from "@/lib/protocol/request";

import { read } from "../reading";
import { readStandpoint, standpointInWords, type Standpoint } from "./standpoint";

export type Seen = {
  readonly kind: "seen";
  readonly title: string;
  readonly explanation: Explanation;
  readonly rules: readonly Rule[];
  readonly query: UpdateQuery;
};

/** What a request gets from some standpoint, or why nobody can say. */
export type Looked = Seen | { readonly kind: "wrong"; readonly title: string; readonly detail: string };

export async function look({ url, userAgent, roll }: Asked, from: string): Promise<Looked> {
  const standpoint = readStandpoint(from);
  if (!standpoint) {
    const detail =
      "Give a revision such as 17, a time such as 2026-11-26T09:30Z, a change set such as #12, or now.";
    return { kind: "wrong", title: `“${from}” is neither a time nor a change set`, detail };
  }
  return read(async (actor): Promise<Looked> => {
    try {
      const question = { url, userAgent, roll, ...placeOf(standpoint) };
      const { explanation, rules } = await simulateAnswer(actor, question);
      const { request, revision } = explanation;
      if (request.kind === "unreadable") {
        const detail = `${request.reason}. Whoever asks so is told that there is no update. Paste the URL of an update check: it begins with /update/ and ends in update.xml.`;
        return { kind: "wrong", title: "No client asks like this", detail };
      }
      const title = standpointInWords(standpoint, revision);
      return { kind: "seen", title, explanation, rules, query: request.query };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "forbidden") throw error;
      return { kind: "wrong", title: titleOf(error, standpoint), detail: toldIn(error) };
    }
  });
}

function placeOf(standpoint: Standpoint) {
  if (standpoint.kind === "then") return { at: standpoint.at };
  return standpoint.kind === "with" ? { changeSet: standpoint.changeSet } : {};
}

function titleOf({ code }: Refusal, standpoint: Standpoint): string {
  if (standpoint.kind === "then") return "Nothing was answered then";
  if (standpoint.kind !== "with") return "Nobody can say";
  const set = `Change set ${String(standpoint.changeSet)}`;
  return code === "conflict" ? `${set} no longer applies` : `${set} cannot be tried`;
}

function toldIn({ message, errors }: Refusal): string {
  const details = errors.map(({ detail }) => detail).filter((detail) => detail !== message);
  return [message, ...details.slice(0, 3)].join(". ");
}
