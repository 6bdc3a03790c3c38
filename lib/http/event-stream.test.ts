import { expect, test, vi } from "vitest";

import { eventStream, type Send } from "./event-stream";

function opened(signal: AbortSignal) {
  let send: Send = () => undefined;
  let stops = 0;
  const response = eventStream({
    signal,
    mayGoOn: () => Promise.resolve(true),
    begin: (given) => {
      send = given;
      return () => {
        stops += 1;
      };
    },
  });
  return { response, send, stops: () => stops };
}

test("what happens is sent until the browser goes away, and nothing after that", async () => {
  const browser = new AbortController();
  const { response, send, stops } = opened(browser.signal);

  send("change", { id: 1 });
  browser.abort();
  send("change", { id: 2 });

  expect(await response.text()).toBe('retry: 1000\n\nevent: change\ndata: {"id":1}\n\n');
  expect(stops()).toBe(1);
});

test("a reader that lets go ends the stream, and what is sent to it later is dropped", async () => {
  const { response, send, stops } = opened(new AbortController().signal);

  await response.body?.cancel();
  send("change", { id: 1 });

  expect(stops()).toBe(1);
});

test("a stream that nobody waits for any more ends at once, whatever it begins with", async () => {
  const response = eventStream({
    signal: AbortSignal.abort(),
    mayGoOn: () => Promise.resolve(true),
    begin: (send) => {
      send("position", 7);
      return () => undefined;
    },
  });

  expect(await response.text()).toContain("data: 7");
});

test("a listener hears every 15 seconds that the stream goes on, until they may not listen any more", async () => {
  vi.useFakeTimers();
  let beats = 0;
  const response = eventStream({
    signal: new AbortController().signal,
    mayGoOn: () => Promise.resolve((beats += 1) <= 2),
    begin: () => () => undefined,
  });

  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();

  const heard = (await response.text()).split("event: still-here\ndata:");
  expect(heard).toHaveLength(3);
});
