import { distinctClients, type Order, type Result } from "./asker-order";
import { clients, type Client } from "./clients";
import { Connection, type Request } from "./connection";
import { Histogram } from "./histogram";
import { itemAt } from "./random";

/** The headers that Firefox sends, and the one that a load balancer adds. */
function requestBytes({ url, address }: Client): Buffer {
  return Buffer.from(
    [
      `GET ${url} HTTP/1.1`,
      "Host: aus.example.net",
      "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "Accept: */*",
      "Accept-Language: en-US,en;q=0.5",
      "Accept-Encoding: gzip, deflate, br",
      "Cache-Control: no-cache",
      "Pragma: no-cache",
      "Connection: keep-alive",
      `X-Forwarded-For: ${address}`,
      "",
      "",
    ].join("\r\n"),
  );
}

const requests: Request[] = clients(distinctClients).map((client) => ({
  bytes: requestBytes(client),
  bodies: client.expected.map((body) => Buffer.from(body)),
}));
let position = 0;

function carryOut({ port, connections, constantBody, until }: Order): Promise<Result> {
  const constant = constantBody === null ? null : [Buffer.from(constantBody)];
  const latencies = new Histogram();
  let errors = 0;
  let firstError: string | null = null;
  let open = connections;
  const began = performance.now();
  let asked = 0;
  const isOver = () =>
    until === "everyone was asked"
      ? asked++ >= requests.length
      : performance.now() >= began + until.seconds * 1000;
  const next = () => {
    if (isOver()) return null;
    const request = itemAt(requests, position++ % requests.length);
    return constant ? { bytes: request.bytes, bodies: constant } : request;
  };
  return new Promise((resolve) => {
    const failed = (why: string) => {
      errors++;
      firstError ??= why;
    };
    const tally = {
      answered: (milliseconds: number, why: string | null) => {
        latencies.add(milliseconds);
        if (why !== null) failed(why);
      },
      broken: failed,
    };
    for (let index = 0; index < connections; index++) {
      void new Connection(port, next, tally).done.then(finished);
    }
    function finished() {
      if (--open > 0) return;
      resolve({
        requests: latencies.total,
        seconds: (performance.now() - began) / 1000,
        p50: latencies.percentile(0.5),
        p99: latencies.percentile(0.99),
        errors,
        firstError,
      });
    }
  });
}

process.on("message", (order: Order) => {
  void carryOut(order).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
