import { readAnswer, type Answer, type Given } from "@/lib/shadow/answer";
import type { Recorded } from "@/lib/shadow/recorded";
import type { Side } from "@/lib/shadow/tally";
import { treeAnswers } from "@/lib/shadow/tree-answers";
import type { Aus2Config } from "@/lib/snippets/aus2-config";
import type { SnippetTree } from "@/lib/snippets/tree";

import { Failure } from "./failure";
import type { Io } from "./io";
import { makeGet, type Said } from "./shadow-get";

export type Reply =
  | { readonly kind: "answer"; readonly answer: Answer; readonly rolled: boolean; readonly raw: Given | null }
  | { readonly kind: "unanswered"; readonly says: string };

/** Asks one of the two services, or works out what it would have answered. */
export type Service = {
  readonly name: string;
  readonly ask: (recorded: Pick<Recorded, "target" | "userAgent" | "query">) => Promise<Reply>;
};

export function treeService(
  name: string,
  { states }: SnippetTree,
  unsupported: Aus2Config["unsupportedPlatforms"] | undefined,
): Service {
  const answerTo = treeAnswers(states, unsupported);
  return {
    name,
    ask: ({ query }) =>
      Promise.resolve({ kind: "answer", answer: answerTo(query), rolled: false, raw: null }),
  };
}

/** Pauses before asking again, in milliseconds. */
const retries = [250, 1_000, 4_000];
const longestPauseMs = 30_000;
/** So many requests in a row without an answer: nobody is there. */
const mostSilent = 20;
/** Of a proxy in front of a service that is away or overloaded: a client would ask again as well. */
const passing = [429, 502, 503, 504];

/** Asks a running service as its clients do. Its `ask` throws a Failure when nobody is there at all. */
export function httpService(io: Io, side: Side, url: string): Service {
  const base = url.replace(/\/+$/, "");
  const get = makeGet(base);
  let everAnswered = false;
  let silent = 0;
  const answered = (reply: Reply): Reply => {
    everAnswered = true;
    silent = 0;
    return reply;
  };
  const unanswered = (says: string, isUnreachable: boolean): Reply => {
    silent += 1;
    if (silent >= mostSilent || (isUnreachable && !everAnswered)) throw unreachable(side, base, says);
    return { kind: "unanswered", says };
  };
  return {
    name: base,
    ask: async ({ target, userAgent, query }) => {
      for (let tried = 0; ; tried++) {
        const said = await get(target, userAgent);
        const pause = pauseAfter(said, tried, everAnswered);
        if (pause !== undefined) await io.pause(pause);
        else if (said.kind !== "given") return unanswered(said.says, said.kind === "unreachable");
        else if (isPassing(said)) return unanswered(`status ${said.given.status}`, false);
        else return answered(read(said, query.form));
      }
    },
  };
}

function unreachable(side: Side, url: string, why: string): Failure {
  return new Failure(
    `The ${side} service does not answer at ${url} (${why}). Check the address; what was compared so far is kept by --resume FILE.`,
  );
}

type SaidGiven = Extract<Said, { kind: "given" }>;

function isPassing({ given }: SaidGiven): boolean {
  return passing.includes(given.status);
}

function read({ given }: SaidGiven, form: "xml" | "json"): Reply {
  return { kind: "answer", answer: readAnswer(given, form), rolled: given.rolled ?? false, raw: given };
}

/** @returns milliseconds; undefined: do not ask again */
function pauseAfter(said: Said, tried: number, everAnswered: boolean): number | undefined {
  const pause = retries[tried];
  if (said.kind !== "given") return everAnswered ? pause : undefined;
  if (pause === undefined || !isPassing(said)) return undefined;
  const wanted = /^\d{1,4}$/.test(said.retryAfter ?? "") ? Number(said.retryAfter) * 1_000 : 0;
  return Math.min(Math.max(pause, wanted), longestPauseMs);
}
