import { expect, test, vi } from "vitest";
import { z } from "zod";

import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { currentTrace } from "@/lib/trace";

import { openRoute } from "./route";

const id = "4bf92f3577b34da6a3ce929d0e0e4736";
const ask = (handle: () => Promise<Response>, traceparent?: string) =>
  openRoute(
    { body: z.unknown() },
    handle,
  )(
    new Request("http://localhost/api", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", ...(traceparent && { traceparent }) },
    }),
  );

test("a defect is told with the caller's trace, by which the log has its cause", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {
    expect(currentTrace()).toBe(id);
  });
  const response = await ask(() => Promise.reject(new Error("broken")), `00-${id}-00f067aa0ba902b7-01`);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ trace: id });
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

test.each([
  undefined,
  "nonsense",
  `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
  `00-${id.toUpperCase()}-00f067aa0ba902b7-01`,
])("a request with the traceparent %j gets a trace of its own", async (traceparent) => {
  const traces = await Promise.all(
    [1, 2].map(async () =>
      (await ask(() => Promise.resolve(new Response(currentTrace())), traceparent)).text(),
    ),
  );
  expect(traces).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
  expect(new Set([...traces, id, "0".repeat(32)]).size).toBe(4);
});

test("a refusal, which nobody logs, names no trace", async () => {
  const response = await ask(() => Promise.reject(new Refusal("not-found", "Nothing")));
  expect(await response.json()).not.toHaveProperty("trace");
});
