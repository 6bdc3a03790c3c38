import { setTimeout as pause } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { z } from "zod";

import { nodesToAsk } from "@/lib/analysis/service-check";
import type { Purge } from "@/lib/hooks/store-purge";
import { programVersion } from "@/lib/program-version";

import { reasonOf, type Answer } from "./deliver";
import { purgeRequests, type PurgeRequest } from "./purge-requests";
import { purgeMemcached, purgeRedis } from "./purge-store";

/** Milliseconds within which a cache has to answer. */
const patience = 10_000;
/** Milliseconds that nodes are waited for, and between two looks. */
const settling = 5_000;
const lookEvery = 200;

type Around = {
  /** Of the delivery. */
  readonly id: string;
  readonly until: AbortSignal | undefined;
  /** The addresses of the nodes that the cache may ask. */
  readonly nodes?: readonly string[];
};

/**
 * Has a cache drop what a revision touched, as soon as the nodes serve that: else it would fetch the old answers again.
 * A node that stays behind does not hold it up, but has it repeated later.
 */
export async function purge(what: Purge, { id, until, nodes = nodesToAsk() }: Around): Promise<Answer> {
  const behind = await waitForNodes(nodes, what.revision, until);
  const answer = await purgeOnce(what, id, until);
  if (answer.problem !== null || behind.length === 0) return answer;
  return { ...answer, problem: `It was purged, but has to be again: ${behind.join(", ")} still serves less` };
}

async function purgeOnce(what: Purge, id: string, until: AbortSignal | undefined): Promise<Answer> {
  try {
    const { adapter } = what;
    if (adapter === "redis") await inTime(purgeRedis(what, patience));
    else if (adapter === "memcached") await inTime(purgeMemcached(what, patience));
    else return await sendAll({ ...what, adapter }, id, until);
    return { status: null, problem: null };
  } catch (error) {
    return { status: null, problem: reasonOf(error) };
  }
}

/** Whatever a library takes for patience. */
async function inTime(work: Promise<void>): Promise<void> {
  const late = new AbortController();
  const tooLate = pause(patience, null, { signal: late.signal, ref: false }).then(() => {
    throw new Error(`It did not answer within ${patience / 1000} s`);
  });
  tooLate.catch(() => undefined);
  work.catch(() => undefined);
  await Promise.race([work, tooLate]).finally(() => {
    late.abort();
  });
}

async function sendAll(
  what: Parameters<typeof purgeRequests>[0],
  id: string,
  until: AbortSignal | undefined,
): Promise<Answer> {
  let status: number | null = null;
  for (const request of purgeRequests(what, id)) {
    const response = await ask(what, request, until);
    ({ status } = response);
    await response.body?.cancel();
    if (!response.ok && !request.fine.includes(status)) return { status, problem: `It answered ${status}` };
  }
  return { status, problem: null };
}

async function ask(
  { adapter, credential }: Purge,
  { method, url, headers, body }: PurgeRequest,
  until: AbortSignal | undefined,
): Promise<Response> {
  const init: RequestInit = {
    method,
    headers: { "user-agent": `aus3/${programVersion}`, ...headers },
    body,
    // Only what an administrator wrote is asked, not what its answers name.
    redirect: "manual",
    signal: AbortSignal.any([AbortSignal.timeout(patience), ...(until ? [until] : [])]),
  };
  return fetch(adapter === "cloudfront" ? await signedForAws(url, init, credential) : new Request(url, init));
}

function signedForAws(url: string, init: RequestInit, credential: string | null): Promise<Request> {
  const [accessKeyId = "", secretAccessKey = ""] = (credential ?? "").split(":");
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    service: "cloudfront",
    region: "us-east-1",
    retries: 0,
  });
  return client.sign(url, init);
}

const heartbeat = z.object({ revision: z.int() });

/** @returns the nodes that answer and still serve an earlier revision */
async function waitForNodes(
  nodes: readonly string[],
  revision: number,
  until: AbortSignal | undefined,
): Promise<string[]> {
  const deadline = performance.now() + settling;
  for (;;) {
    const served = await Promise.all(nodes.map((node) => servedBy(node)));
    const behind = nodes.filter((_, index) => (served[index] ?? revision) < revision);
    if (behind.length === 0 || performance.now() > deadline || until?.aborted) return behind;
    await pause(lookEvery);
  }
}

/** Null: it does not answer, so that no cache gets anything old from it either. */
async function servedBy(node: string): Promise<number | null> {
  try {
    const response = await fetch(`${node}/__heartbeat__`, {
      redirect: "manual",
      signal: AbortSignal.timeout(settling / 2),
    });
    return heartbeat.parse(await response.json()).revision;
  } catch {
    return null;
  }
}
