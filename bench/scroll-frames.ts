import type { Page } from "playwright";

/** Milliseconds from frame to frame while a page was scrolled, and the most rows that were in it. */
export type Scrolled = {
  readonly frames: number;
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  readonly rows: number;
};

const turns = 100;
const turn = 240;
/** Milliseconds between turns of the wheel. */
const pause = 40;

type Recording = { frames: number[]; rows: number; isOver: boolean };
declare global {
  var recording: Recording | undefined;
}

/** Turns the wheel over an element for some seconds, and takes the time of every frame. */
export async function measureScrolling(page: Page, selector: string): Promise<Scrolled> {
  const place = await page.locator(selector).first().boundingBox();
  if (!place) throw new Error(`There is no ${selector}`);
  await page.mouse.move(place.x + 200, Math.max(place.y, 0) + 200);
  await page.evaluate(record);
  for (let done = 0; done < turns; done++) {
    await page.mouse.wheel(0, turn);
    await page.waitForTimeout(pause);
  }
  const { frames, rows } = await page.evaluate(() => {
    const { recording } = globalThis;
    if (!recording) throw new Error("Nothing was recorded");
    recording.isOver = true;
    return recording;
  });
  const sorted = frames.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  return { frames: frames.length, p50: at(0.5), p95: at(0.95), longest: at(1), rows };
}

/** Runs in the page. */
function record(): void {
  const recording: Recording = { frames: [], rows: 0, isOver: false };
  globalThis.recording = recording;
  let last = performance.now();
  const next = (now: number) => {
    recording.frames.push(now - last);
    last = now;
    recording.rows = Math.max(recording.rows, document.querySelectorAll("tbody tr").length);
    if (!recording.isOver) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** A page with nothing but so many rows of text: what scrolling costs by itself. */
export function plainRows(count: number): string {
  const cells = "<td>Falcon</td><td>nightly</td><td>Falcon-nightly-130.0</td><td>100 %</td>";
  const rows = Array.from({ length: count }, (_, row) => `<tr><th>Rule ${String(row)}</th>${cells}</tr>`);
  return `<!doctype html><style>tr { height: 32px }</style><table><tbody>${rows.join("")}</tbody></table>`;
}

export function scrollTable(measured: Readonly<Record<string, Scrolled>>): string {
  const rows = Object.entries(measured).map(([name, { frames, p50, p95, longest, rows: most }]) => [
    name,
    ...[frames, p50, p95, longest, most].map((number) =>
      number.toFixed(number === Math.trunc(number) ? 0 : 1),
    ),
  ]);
  const head = [
    ["what", "frames", "p50, ms", "p95, ms", "longest, ms", "rows in the page"],
    ["---", "--:", "--:", "--:", "--:", "--:"],
  ];
  return [...head, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
