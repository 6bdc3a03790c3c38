import { once } from "node:events";
import path from "node:path";

import { nodeEnv, type NodeSettings } from "@/lib/env";
import { log, logDefect } from "@/lib/log";

import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { httpSettings } from "./http-settings";
import { Metrics } from "./metrics";
import { noPages } from "./no-pages";
import { metricsOfNode } from "./node-metrics";
import { workerState } from "./node-state";
import { servingPolicy } from "./policy";
import { waitForCanaries } from "./canary-process";
import { SnapshotSource } from "./refresh";
import { SnapshotDisk } from "./refresh-disk";
import { trafficToService } from "./report-sinks";
import { TrafficRecorder } from "./traffic-recorder";
import { trafficIntoDatabase, type TrafficSink } from "./traffic-sink";

const patience = 10_000;
const tellEvery = 500;

/** One of the processes of a node: answers clients, and tells the others' parent how it is doing. */
async function serve(slot: number): Promise<void> {
  const settings = nodeEnv();
  const { AUS_SECRET: secret, TRUSTED_PROXIES: trustedProxies } = settings;
  const directory = path.join(settings.DATA_DIR, "snapshot");
  const disk = new SnapshotDisk({ directory, secret, writes: slot === 0 });
  const source = new SnapshotSource(settings.REPLICA_URL ?? settings.DATABASE_URL ?? "", {
    disk,
    onChange: tell,
    waitForCanaries: waitForCanaries(settings),
  });
  const to = settings.AUS_TRAFFIC === "on" ? trafficSink(settings) : null;
  const traffic = to && new TrafficRecorder({ to, node: settings.AUS_NODE, worker: slot });
  const metrics = metricsOf(source);
  let requests = 0;
  const server = createFrontServer({
    snapshot: () => {
      requests++;
      return source.current();
    },
    policy: servingPolicy(settings, { onFailure: () => metrics?.of.countSigningFailure() }),
    trustedProxies,
    web: noPages,
    state: () => ({ revision: source.current().revision, pages: false, worker: false }),
    counter: () => traffic?.counter ?? null,
    metrics,
  });
  const telling = setInterval(tell, tellEvery);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await drain(server, patience);
    await traffic?.stop();
    clearInterval(telling);
    tell();
    await source.close();
    process.exit(0);
  };
  // Ctrl-C reaches us as well; the parent says when to go.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => void stop());
  process.on("disconnect", () => void stop());

  await source.ready;
  server.listen(settings.PORT, settings.HOST);
  await once(server, "listening");
  traffic?.start();
  tell();

  function tell(): void {
    if (process.connected) process.send?.({ state: workerState(source.state, { disk, requests }) });
  }
}

function metricsOf(source: SnapshotSource) {
  const { metrics: readers } = httpSettings();
  if (readers === "off") return undefined;
  const figures = () => ({
    revision: source.current().revision,
    since: source.since(),
    ...{ pages: null, worker: null, queue: null },
  });
  return { of: new Metrics(figures, metricsOfNode), readers };
}

/** Null: nobody takes what is counted. */
function trafficSink({ AUS_REPORT_URL, AUS_SECRET, DATABASE_URL }: NodeSettings): TrafficSink | null {
  if (AUS_REPORT_URL !== undefined) return trafficToService({ url: AUS_REPORT_URL, secret: AUS_SECRET });
  return DATABASE_URL === undefined ? null : trafficIntoDatabase(DATABASE_URL);
}

process.on("unhandledRejection", (error) => {
  logDefect(error, "a promise was rejected and nobody listened");
});

serve(Number(process.argv[2] ?? 0)).catch((error: unknown) => {
  log.fatal({ err: error }, "a process of the node could not start");
  process.exit(1);
});
