import { gzipSync } from "node:zlib";

/** What a page may ship, uncompressed. */
const mostBytes = 500_000;

export type Asked = {
  readonly name: string;
  /** Milliseconds. */
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
  readonly goal: number;
  readonly bytes: number;
  readonly compressed: number;
  readonly met: boolean;
};

type Page = Pick<Asked, "name" | "goal">;

/** Asks so often, after one time that is not counted. @throws when an answer is none */
export async function askPage(page: Page, rounds: number, ask: () => Promise<Response>): Promise<Asked> {
  const first = await askOnce(page, ask);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push((await askOnce(page, ask)).time);
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  const p95 = at(0.95);
  const bytes = first.body.byteLength;
  return {
    ...page,
    ...{ first: first.time, p50: at(0.5), p95, bytes },
    compressed: gzipSync(first.body).byteLength,
    met: p95 <= page.goal && bytes <= mostBytes,
  };
}

async function askOnce(
  { name }: Page,
  ask: () => Promise<Response>,
): Promise<{ time: number; body: Buffer }> {
  const begin = performance.now();
  const response = await ask();
  const body = Buffer.from(await response.arrayBuffer());
  const time = performance.now() - begin;
  if (response.status !== 200 || response.redirected) {
    throw new Error(`${name} was answered ${response.status}`);
  }
  return { time, body };
}

export function pageTable(asked: readonly Asked[], withHead: boolean): string {
  const head = [
    ["what", "first, ms", "p50, ms", "p95, ms", "KB", "KB, compressed", "goal"],
    ["---", "--:", "--:", "--:", "--:", "--:", "---"],
  ];
  const rows = asked.map(({ name, first, p50, p95, bytes, compressed, met }) => [
    name,
    ...[first, p50, p95, bytes / 1000, compressed / 1000].map((number) => number.toFixed(0)),
    met ? "met" : "missed",
  ]);
  return [...(withHead ? head : []), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
