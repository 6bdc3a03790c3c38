import fc from "fast-check";

import { disconnect } from "@/lib/db/client";
import { describeApi } from "@/lib/http/open-api";
import { requestsFrom, type Described, type MadeRequest } from "@/lib/testing/api-requests";
import type { Answered } from "@/lib/testing/call-route";
import { faultInAnswer } from "@/lib/testing/judge-answer";

import { askers, type Asker } from "./api-askers";

const total = Number(process.argv[2] ?? 20_000);
const seed = Number(process.argv[3] ?? 1);
const origin = `http://127.0.0.1:${process.env["PORT"] ?? ""}`;
const clients = 4;
const madeAtOnce = 500;
const faultsBorne = 20;
/** Node takes no longer heads. */
const longestUrl = 8_000;

type Asked = readonly [request: MadeRequest, who: string];

/** Asks the API of a running service what its description allows and what not, and shows what it answered otherwise. */
async function main(): Promise<number> {
  const api = JSON.parse(JSON.stringify(describeApi())) as Described;
  const known = await askers();
  const requests = made(api, [...known.keys()]);
  let faults = 0;
  const statuses = new Map<number, number>();
  const began = performance.now();
  let asked = 0;

  async function askOnAndOn(): Promise<void> {
    for (const [request, who] of requests) {
      const { status, why } = await ask(api, request, known.get(who));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (why !== null) {
        faults += 1;
        console.error(`\n${why}\n${who} asked: ${JSON.stringify(request).slice(0, 2_000)}`);
      }
      if (++asked % 1_000 === 0) report();
      if (faults >= faultsBorne) break;
    }
  }
  function report(): void {
    const rate = Math.round((asked / (performance.now() - began)) * 1000);
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    console.log(
      `${asked} of ${total} asked, ${faults} answered wrongly, ${rate} a second (${counts.join(", ")})`,
    );
  }

  await Promise.all(Array.from({ length: clients }, askOnAndOn));
  report();
  await disconnect();
  return faults === 0 ? 0 : 1;
}

/** The same ones for the same seed. */
function* made(api: Described, names: readonly string[]): Generator<Asked, void, undefined> {
  const everybody = fc.constantFrom(...names);
  const arbitrary = fc.tuple(requestsFrom(api), everybody);
  for (let first = 0; first < total; first += madeAtOnce) {
    yield* fc.sample(arbitrary, { numRuns: Math.min(madeAtOnce, total - first), seed: seed + first });
  }
}

async function ask(
  api: Described,
  request: MadeRequest,
  asker: Asker | undefined,
): Promise<{ status: number; why: string | null }> {
  const answered = await send(request, (await asker?.secret()) ?? null);
  // Whoever signed out, or was signed out, comes back.
  if (answered.status === 401) asker?.renew();
  const isTooLong = answered.status === 431 && request.query.length + pathOf(request).length > longestUrl;
  return { status: answered.status, why: isTooLong ? null : faultInAnswer(api, request, answered) };
}

function pathOf({ route, params }: MadeRequest): string {
  const [, path = ""] = route.split(" ");
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}

async function send(request: MadeRequest, secret: string | null): Promise<Answered> {
  const { route, query, body, headers } = request;
  const url = `${origin}/api/v1${pathOf(request)}${query === "" ? "" : `?${query}`}`;
  const response = await fetch(url, {
    method: route.split(" ")[0] ?? "GET",
    headers: { ...headers, ...(secret !== null && { authorization: `Bearer ${secret}` }) },
    redirect: "manual",
    ...(body !== undefined && { body }),
  });
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, text: await response.text() };
}

process.exitCode = await main();
