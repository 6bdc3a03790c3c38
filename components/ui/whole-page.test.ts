import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { fetchWhole } from "./whole-page";

const flight = { "content-type": "text/x-component" };
const root = {
  rsc: "1",
  "next-router-state-tree": encodeURIComponent(JSON.stringify(["", {}, null, "refetch"])),
};
const part = { rsc: "1", "next-router-state-tree": encodeURIComponent(JSON.stringify(["", {}])) };

let answer: () => Promise<Response>;
// It is wrapped once, as in a browser.
const browser = { fetch: () => answer() };
vi.stubGlobal("window", browser);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Asks as the router does. @returns what the router reads, and what came of it */
function refreshed(given: () => Promise<Response>, headers: Record<string, string> = root) {
  answer = given;
  let read: Promise<string> = Promise.resolve("");
  const isWhole = fetchWhole(() => {
    const ask = browser.fetch as typeof fetch;
    read = ask("/rules", { headers }).then((response) => response.text());
  });
  return { read, isWhole };
}

/** Whether something ends at all. */
async function ends(promise: Promise<unknown>): Promise<boolean> {
  const ended = promise.then(
    () => true,
    () => true,
  );
  const late = new Promise<false>((resolve) => setTimeout(resolve, 60_000, false));
  await vi.advanceTimersByTimeAsync(60_000);
  return Promise.race([ended, late]);
}

function cutAfter(text: string): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (isSent) throw new TypeError("network error");
      isSent = true;
      controller.enqueue(new TextEncoder().encode(text));
    },
  });
  return new Response(body, { headers: flight });
}

test("a page's data that comes whole is passed on, one that says that the page is gone too", async () => {
  for (const status of [200, 404]) {
    const { read, isWhole } = refreshed(() =>
      Promise.resolve(new Response("0:1", { status, headers: flight })),
    );
    expect(await read).toBe("0:1");
    expect(await isWhole).toBe(true);
  }
});

test.each<[what: string, given: () => Promise<Response>]>([
  ["no answer", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["an answer that is cut off", () => Promise.resolve(cutAfter("0:"))],
  [
    "the answer of a service that restarts",
    () => Promise.resolve(new Response("<p>Back in a moment", { status: 503 })),
  ],
  ["a failure in the midst", () => Promise.resolve(new Response("0:", { status: 500, headers: flight }))],
  ["another document", () => Promise.resolve(new Response("<p>Sign in"))],
])("the router never hears of %s, and it is told", async (_, given) => {
  const { read, isWhole } = refreshed(given);
  expect(await ends(read)).toBe(false);
  expect(await isWhole).toBe(false);
});

test("what the router does not ask for within half a minute counts as missing", async () => {
  const isWhole = fetchWhole(() => undefined);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await isWhole).toBe(false);
});

test("other requests fail as ever", async () => {
  const { read } = refreshed(() => Promise.reject(new TypeError("Failed to fetch")), part);
  await expect(read).rejects.toThrow("Failed to fetch");
});
