import { once } from "node:events";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

import { env, isDevelopment, webProcessEnv } from "@/lib/env";
import { log, logDefect } from "@/lib/log";

import { superviseProcess } from "./child-process";
import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { httpSettings } from "./http-settings";
import { Metrics, type NodeFigures } from "./metrics";
import { servingPolicy } from "./policy";
import { SnapshotSource } from "./refresh";
import { inSpareTime } from "./spare-time";
import { TrafficRecorder } from "./traffic-recorder";
import { createWebProxy } from "./web-proxy";

const PATIENCE = 10_000;

/** What the worker says when it runs, and every few seconds after it. */
type WorkerNews = { readonly queue: NodeFigures["queue"] };

/** Runs a serving node: the front process with the pages in a child process. */
async function serve(): Promise<void> {
  const settings = env();
  const source = new SnapshotSource(settings.DATABASE_URL);
  const traffic =
    settings.AUS_TRAFFIC === "on"
      ? new TrafficRecorder({ url: settings.DATABASE_URL, node: settings.AUS_NODE })
      : null;
  const pages = superviseProcess<{ port: number }>(program("web"), {
    name: "page",
    env: webProcessEnv,
    // Helpers that tidy its memory would take the other processors from clients.
    nodeOptions: ["--v8-pool-size=1"],
    priority: constants.priority.PRIORITY_LOW,
    through: inSpareTime(),
  });
  const worker = superviseProcess<WorkerNews>(program("worker"), {
    name: "worker",
    // What is due has its time, pages have not.
    priority: constants.priority.PRIORITY_BELOW_NORMAL,
  });
  const port = () => pages.state()?.port ?? null;
  const { TRUSTED_PROXIES: trustedProxies } = settings;
  const server = createFrontServer({
    snapshot: () => source.current(),
    policy: servingPolicy(settings),
    trustedProxies,
    web: createWebProxy({ port, trustedProxies, protectPages: !isDevelopment() }),
    state: () => ({
      revision: source.current().revision,
      pages: port() !== null,
      worker: worker.state() !== null,
    }),
    counter: () => traffic?.counter ?? null,
    metrics: metricsOf(source, { port, worker: () => worker.state() }),
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await drain(server, PATIENCE);
    await Promise.all([pages.stop(), worker.stop(), traffic?.stop()]);
    await source.close();
    process.exit(0);
  };
  process.on("SIGINT", () => void stop()).on("SIGTERM", () => void stop());
  // Whoever started us is gone: nothing may be left that holds the port.
  process.on("disconnect", () => void stop());

  await source.ready;
  server.listen(settings.PORT, settings.HOST);
  await once(server, "listening");
  traffic?.start();
  log.info(
    { host: settings.HOST, port: settings.PORT, revision: source.current().revision },
    "serving clients",
  );
  await pages.ready;
  log.info("serving pages");
  process.send?.("ready");
}

type Others = { readonly port: () => number | null; readonly worker: () => WorkerNews | null };

function metricsOf(source: SnapshotSource, { port, worker }: Others) {
  const { metrics: readers } = httpSettings();
  if (readers === "off") return undefined;
  const figures = (): NodeFigures => ({
    revision: source.current().revision,
    since: source.since(),
    pages: port() !== null,
    worker: worker() !== null,
    queue: worker()?.queue ?? null,
  });
  return { of: new Metrics(figures), readers };
}

function program(name: string): string {
  return fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
}

process.on("unhandledRejection", (error) => {
  logDefect(error, "a promise was rejected and nobody listened");
});

serve().catch((error: unknown) => {
  log.fatal({ err: error }, "the service could not start");
  process.exit(1);
});
