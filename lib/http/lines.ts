import { EventEmitter, once } from "node:events";

import { logDefect } from "@/lib/log";

/** Lines of JSON as they are made. Whoever stops reading stops the making. */
export function streamLines(lines: AsyncIterable<string>): Response {
  const iterator = lines[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(`${next.value}\n`));
      } catch (error) {
        logDefect(error, "an answer of the API broke off");
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(stream, {
    headers: { "content-type": "application/jsonl", "cache-control": "no-store" },
  });
}

/** Long work as lines: `{"progress": …}` now and then, at last `{"result": …}`. */
export function streamProgress(work: (tell: (progress: object) => void) => Promise<unknown>): Response {
  return streamLines(progressLines(work));
}

async function* progressLines(
  work: (tell: (progress: object) => void) => Promise<unknown>,
): AsyncGenerator<string, void> {
  // Only the newest matters to whoever watches.
  const told: { newest: object | null } = { newest: null };
  const events = new EventEmitter();
  const result = work((progress) => {
    told.newest = progress;
    events.emit("told");
  });
  const end = result.then(
    () => "end" as const,
    () => "end" as const,
  );
  while ((await Promise.race([end, once(events, "told")])) !== "end") {
    yield JSON.stringify({ progress: told.newest });
  }
  yield JSON.stringify({ result: await result });
}
