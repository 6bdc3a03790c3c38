import { once } from "node:events";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { env, isDevelopment, webProcessEnv, type ServiceSettings } from "@/lib/env";
import { log, logDefect } from "@/lib/log";

import { startCanary, waitForCanaries } from "./canary-process";
import { superviseProcess } from "./child-process";
import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { httpSettings } from "./http-settings";
import { Metrics, type NodeFigures } from "./metrics";
import { NodeReporter } from "./node-reporter";
import { NodeProcesses, workerState } from "./node-state";
import { servingPolicy } from "./policy";
import { SnapshotSource } from "./refresh";
import { SnapshotDisk } from "./refresh-disk";
import { reportsIntoDatabase } from "./report-sinks";
import { inSpareTime } from "./spare-time";
import { TrafficRecorder } from "./traffic-recorder";
import { trafficIntoDatabase } from "./traffic-sink";
import { createWebProxy } from "./web-proxy";

const PATIENCE = 10_000;

/** What the worker says when it runs, and every few seconds after it. */
type WorkerNews = { readonly queue: NodeFigures["queue"] };

/** Runs a serving node: the front process with the pages in a child process. */
async function serve(): Promise<void> {
  const settings = env();
  const { source, reporter, current, stop: stopFollowing } = follow(settings);
  const traffic =
    settings.AUS_TRAFFIC === "on"
      ? new TrafficRecorder({ to: trafficIntoDatabase(settings.DATABASE_URL), node: settings.AUS_NODE })
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
  const metrics = metricsOf(source, { port, worker: () => worker.state() });
  const server = createFrontServer({
    snapshot: current,
    policy: servingPolicy(settings, { onFailure: () => metrics?.of.countSigningFailure() }),
    trustedProxies,
    web: createWebProxy({ port, trustedProxies, protectPages: !isDevelopment() }),
    state: () => ({
      revision: source.current().revision,
      pages: port() !== null,
      worker: worker.state() !== null,
    }),
    counter: () => traffic?.counter ?? null,
    metrics,
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await drain(server, PATIENCE);
    await Promise.all([pages.stop(), worker.stop(), traffic?.stop(), stopFollowing()]);
    process.exit(0);
  };
  process.on("SIGINT", () => void stop()).on("SIGTERM", () => void stop());
  // Whoever started us is gone: nothing may be left that holds the port.
  process.on("disconnect", () => void stop());

  await source.ready;
  server.listen(settings.PORT, settings.HOST);
  await once(server, "listening");
  traffic?.start();
  reporter.start();
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

/** What clients are answered from, and who tells how that is. */
function follow(settings: ServiceSettings) {
  const { DATABASE_URL: url, AUS_SECRET: secret, DATA_DIR, AUS_NODE, AUS_DATA_CENTRE } = settings;
  const disk = new SnapshotDisk({ directory: path.join(DATA_DIR, "snapshot"), secret });
  const source = new SnapshotSource(url, {
    disk,
    onChange: () => {
      reporter.soon();
    },
    waitForCanaries: waitForCanaries(settings),
  });
  const canary = startCanary(settings, () => {
    reporter.soon();
  });
  const processes = new NodeProcesses();
  let requests = 0;
  const reporter = new NodeReporter({
    to: reportsIntoDatabase(url),
    standing: () => {
      processes.note(0, workerState(source.state, { disk, requests }));
      return processes.standing();
    },
    name: AUS_NODE,
    dataCentre: AUS_DATA_CENTRE,
    workersWanted: 1,
    verdict: canary && (() => canary.state()),
  });
  const current = () => {
    requests++;
    return source.current();
  };
  const stop = async () => {
    await Promise.all([reporter.stop(), canary?.stop()]);
    await source.close();
  };
  return { source, reporter, current, stop };
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
