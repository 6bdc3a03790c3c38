/** Sends to whoever listens. */
export type Send = (event: string, data: unknown) => void;

const heartbeatEvery = 15_000;

/** How to end each stream: the process could not stop while one is open. */
const open = new Set<() => void>();
let endsWithProcess = false;

function endWithProcess(): void {
  if (endsWithProcess) return;
  endsWithProcess = true;
  process.once("SIGTERM", () => {
    for (const end of open) end();
  });
}

type Options = {
  /** Ends the stream, as when the browser goes away. */
  readonly signal: AbortSignal;
  /** Asked at every heartbeat: whether the listener may go on listening. */
  readonly mayGoOn: () => Promise<boolean>;
  /** @returns how to stop */
  readonly begin: (send: Send) => () => void;
};

/** An endless answer of server-sent events, with a heartbeat ("still-here") so that nobody takes it for dead. */
export function eventStream({ signal, mayGoOn, begin }: Options): Response {
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  // Whoever reads has closed it already.
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      const write = (text: string) => {
        if (!isOver) controller.enqueue(encoder.encode(text));
      };
      const stop = begin((event, data) => {
        write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      });
      const heartbeat = setInterval(() => {
        mayGoOn().then(
          (may) => {
            if (!may) end();
            else write('event: still-here\ndata: ""\n\n');
          },
          () => {
            end();
          },
        );
      }, heartbeatEvery);
      end = () => {
        if (isOver) return;
        isOver = true;
        open.delete(end);
        clearInterval(heartbeat);
        stop();
        if (!isCancelled) controller.close();
      };
      signal.addEventListener("abort", end);
      open.add(end);
      endWithProcess();
      write("retry: 1000\n\n");
      if (signal.aborted) end();
    },
    cancel() {
      isCancelled = true;
      end();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream",
      // Compression would hold events back.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
