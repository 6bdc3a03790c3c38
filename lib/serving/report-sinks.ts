import type { NodeReport } from "@/lib/nodes/report";
import { reportPath, signatureHeader, signatureOf } from "@/lib/nodes/signature";
import { putReport } from "@/lib/nodes/store-reports";

import type { ReportSink } from "./node-reporter";
import { lent, smallPool, type TrafficSink } from "./traffic-sink";

/** Milliseconds that whoever is told has to take it. */
const patience = 5_000;
const minutesAtOnce = 50;
const statesAtOnce = 5_000;

export function reportsIntoDatabase(url: string): ReportSink {
  const connections = smallPool(url, "aus3 node", patience);
  return {
    put: (report: NodeReport) => lent(connections, (client) => putReport(client, report)),
    close: () => connections.end(),
  };
}

type Service = { readonly url: string; readonly secret: string };

/** Sends reports to the service, for a node that can't write to the database. */
export function reportsToService(service: Service): ReportSink {
  return { put: (report) => post(service, { kind: "report", report }), close: () => Promise.resolve() };
}

/** Sends what was counted to the service. */
export function trafficToService(service: Service): TrafficSink {
  return {
    putMinutes: async (by, rows) => {
      for (let from = 0; from < rows.length; from += minutesAtOnce) {
        await post(service, { kind: "minutes", by, rows: rows.slice(from, from + minutesAtOnce) });
      }
    },
    addStates: async (states, at) => {
      for (let from = 0; from < states.length; from += statesAtOnce) {
        await post(service, { kind: "states", at, states: states.slice(from, from + statesAtOnce) });
      }
    },
    close: () => Promise.resolve(),
  };
}

async function post({ url, secret }: Service, message: object): Promise<void> {
  const body = JSON.stringify(message);
  const response = await fetch(url + reportPath, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [signatureHeader]: signatureOf(secret, reportPath, body),
    },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`AUS_REPORT_URL answered ${response.status}`);
}
