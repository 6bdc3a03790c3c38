import { z } from "zod";

import { fetchFailure } from "@/lib/verify/fetch-failure";

import type { ExpectedAnswer } from "./expected-answers";
import type { Found } from "./standing-check";

/** Milliseconds that a node has for an answer. */
const patience = 10_000;
const atOnce = 8;

const heartbeat = z.object({ revision: z.int() });

/** The revision that a node serves. @throws whatever is wrong with its answer */
export async function revisionOf(node: string): Promise<number> {
  const response = await ask(`${node}/__heartbeat__`);
  if (!response.ok) throw new Error(`Its heartbeat answered ${String(response.status)}`);
  return heartbeat.parse(await response.json()).revision;
}

/** For each product with answers that are not the expected ones: how many, and one of them. @throws as `revisionOf` */
export async function askNode(node: string, expected: readonly ExpectedAnswer[]): Promise<Found[]> {
  const { asked, wrong } = await askFor(node, expected);
  return wrongInWords(asked, wrong);
}

type Asked = { readonly asked: readonly ExpectedAnswer[]; readonly wrong: readonly ExpectedAnswer[] };

/** Which answers are not the expected ones. @param until by `performance.now()`: what is left then is not asked for */
export async function askFor(
  node: string,
  expected: readonly ExpectedAnswer[],
  until = Infinity,
): Promise<Asked> {
  const wrong: ExpectedAnswer[] = [];
  let at = 0;
  for (; at < expected.length && performance.now() < until; at += atOnce) {
    const some = expected.slice(at, at + atOnce);
    const isRight = await Promise.all(some.map((one) => answersAs(node, one)));
    wrong.push(...some.filter((_, index) => !isRight[index]));
  }
  return { asked: expected.slice(0, at), wrong };
}

export function wrongInWords(expected: readonly ExpectedAnswer[], wrong: readonly ExpectedAnswer[]): Found[] {
  const asked = countByProduct(expected);
  return [...countByProduct(wrong)].map(([product, { count, example }]) => {
    const of = asked.get(product)?.count ?? count;
    const detail = `${String(count)} of ${String(of)} answers are not what is configured, e.g. to ${example}`;
    return { name: "answers", severity: "error", product, detail };
  });
}

async function answersAs(node: string, { path, status, body, rule }: ExpectedAnswer): Promise<boolean> {
  const response = await ask(node + path);
  const text = await response.text();
  return response.status === status && text === body && response.headers.get("rule-id") === rule;
}

function countByProduct(answers: readonly ExpectedAnswer[]): Map<string, { count: number; example: string }> {
  const counts = new Map<string, { count: number; example: string }>();
  for (const { product, path } of answers) {
    const known = counts.get(product) ?? { count: 0, example: path };
    counts.set(product, { ...known, count: known.count + 1 });
  }
  return counts;
}

function ask(address: string): Promise<Response> {
  return fetch(address, {
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
  });
}

/** What is told of a node that could not be asked. */
export function unreachable(error: unknown): Found {
  return {
    name: "unreachable",
    severity: "error",
    product: null,
    detail: `It can't be asked: ${fetchFailure(error, patience)}`,
  };
}
