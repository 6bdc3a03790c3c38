import { db, disconnect } from "@/lib/db/client";
import { log, logDefect } from "@/lib/log";

import { startWorker } from "./run-worker";
import { countJobs } from "./store";

/** Milliseconds. */
const countEvery = 10_000;

/** The process that enacts what is due. It tells its parent when it runs, and ends with it. */
async function work(): Promise<void> {
  const worker = await startWorker();
  const state = { stopping: false };
  const stop = async () => {
    if (state.stopping) return;
    state.stopping = true;
    await worker.stop();
    await disconnect();
    process.exit(0);
  };
  // Ctrl-C reaches us as well; the parent says when to go.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => void stop());
  process.on("disconnect", () => void stop());
  log.info("working on what is due");
  process.send?.({ queue: null });
  tellQueue();
  await worker.ended;
  if (!state.stopping) throw new Error("The queue ended by itself");
}

/** Tells the parent every few seconds how much waits. While the database is away it hears nothing new. */
function tellQueue(): void {
  const tell = () =>
    countJobs(db()).then(
      (queue) => process.connected && process.send?.({ queue }),
      (error: unknown) => {
        log.debug({ err: error }, "the queue could not be counted");
      },
    );
  setInterval(() => void tell(), countEvery).unref();
}

process.on("unhandledRejection", (error) => {
  logDefect(error, "a promise was rejected and nobody listened");
});

work().catch((error: unknown) => {
  logDefect(error, "the worker ended");
  process.exit(1);
});
