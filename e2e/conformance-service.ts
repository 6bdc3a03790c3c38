import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "@playwright/test";

import type { Io } from "@/lib/cli/io";
import { runCli } from "@/lib/cli/program";
import { explain } from "@/lib/decision/explain";
import type { Snapshot } from "@/lib/decision/snapshot";
import { rateKey, stickyRoll } from "@/lib/decision/throttle";
import type { GivenAnswer } from "@/lib/testing/conformance/compare";
import type { Vector } from "@/lib/testing/conformance/vectors";

import { empty } from "./services";

const root = fileURLToPath(new URL("..", import.meta.url));

function read(name: string): string {
  return fs.readFileSync(path.join(empty.dataDirectory, name), "utf8").trim();
}

/** Runs a command line in this process, against the service that starts empty. */
export async function ausInProcess(
  argv: readonly string[],
): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    interactive: false,
    confirm: () => Promise.resolve(false),
    ask: () => Promise.resolve(""),
    askSecret: () => Promise.resolve(""),
    now: () => new Date(),
    pause: () => Promise.reject(new Error("Nothing is waited for here")),
    settings: () => ({ AUS_URL: empty.url, AUS_TOKEN: read("admin-token"), DATA_DIR: empty.dataDirectory }),
    root,
    fetch: globalThis.fetch,
  };
  return { status: await runCli(argv, io), out: out.join("\n"), err: err.join("\n") };
}

/** Waits until clients are answered from a revision. */
export async function untilServed(revision: number | null): Promise<void> {
  if (revision === null) return;
  await expect
    .poll(
      async () =>
        ((await (await fetch(`${empty.url}/__heartbeat__`)).json()) as { revision: number }).revision,
      {
        intervals: [10],
      },
    )
    .toBeGreaterThanOrEqual(revision);
}

const agent = new http.Agent({ keepAlive: true });

export type HttpAnswer = GivenAnswer & { readonly cacheControl: string | undefined };

/** Asks byte by byte what a client would, from an address of its own. */
export function askOverHttp(vector: Vector, url: string, address: string): Promise<HttpAnswer> {
  const { port } = empty;
  const headers = {
    "x-forwarded-for": address,
    ...(vector.userAgent === undefined ? {} : { "user-agent": vector.userAgent }),
  };
  const at = url.replace(/[^\x21-\x7e]/g, encodeURIComponent);
  return new Promise((resolve, reject) => {
    const options = { port, path: at, method: vector.method ?? "GET", headers, agent };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const header = (name: string) => (response.headers[name] as string | undefined) ?? null;
        resolve({
          status: response.statusCode ?? 0,
          ruleId: header("rule-id"),
          contentType: header("content-type"),
          cacheControl: response.headers["cache-control"],
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.on("error", reject);
    request.end();
  });
}

export type ChosenAddress = {
  readonly address: string;
  /** Whether a roll decided, so that the answer is for this client alone. */
  readonly rolled: boolean;
};

/**
 * An address whose sticky rolls fall on the side of every rate where Balrog's dice fell.
 *
 * @param snapshot what is being served
 */
export function addressFor(snapshot: Snapshot, vector: Vector): ChosenAddress {
  const rand = vector.rand ?? 0;
  const keys = new Set<string>();
  const roll = (key: string) => {
    keys.add(key);
    return rand;
  };
  explain(snapshot, { url: vector.url, userAgent: vector.userAgent, roll });
  const rates = snapshot.input.rules
    .filter((rule) => keys.has(rateKey(rule)))
    .map((rule) => ({ key: rateKey(rule), rate: rule.backgroundRate }));
  if (rates.length !== keys.size) throw new Error(`A roll of ${[...keys].join(", ")} is for no rule`);
  const rollOf = stickyRoll(read("secret"));
  for (let n = 1; n < 1_000_000; n++) {
    const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
    if (rates.every(({ key, rate }) => rollOf(address, key) < rate === rand < rate)) {
      return { address, rolled: keys.size > 0 };
    }
  }
  throw new Error(`No address falls as ${rand} does for ${vector.url}`);
}
