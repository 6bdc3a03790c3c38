import cluster from "node:cluster";

import { AggregatorRegistry, type Registry } from "prom-client";

import { logDefect } from "@/lib/log";

const patience = 5_000;

type Asked = { readonly metricsAsked: number };
type Told = { readonly metricsOf: number; readonly text: string };

/** In the first process of a node: tells each of those that answer clients the figures of all of them together. */
export function tellMetrics(): void {
  const all = new AggregatorRegistry();
  cluster.on("message", (worker, { metricsAsked: metricsOf }: Partial<Asked>) => {
    if (metricsOf === undefined) return;
    all.clusterMetrics().then(
      (text) => {
        if (worker.isConnected()) worker.send({ metricsOf, text } satisfies Told);
      },
      (error: unknown) => {
        logDefect(error, "a process of the node did not tell its figures");
      },
    );
  });
}

/** In one that answers clients: those of the whole node, from the first. */
export function metricsOfNode(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(own);
  // Answers when the first process asks.
  new AggregatorRegistry();
  const waiting = new Map<number, (text: string) => void>();
  let asked = 0;
  process.on("message", ({ metricsOf, text = "" }: Partial<Told>) => {
    if (metricsOf !== undefined) waiting.get(metricsOf)?.(text);
  });
  return () =>
    new Promise((resolve, reject) => {
      const id = asked++;
      const timeout = setTimeout(() => {
        waiting.delete(id);
        reject(new Error("The figures of the node's processes did not come together in time"));
      }, patience);
      waiting.set(id, (text) => {
        clearTimeout(timeout);
        waiting.delete(id);
        resolve(text);
      });
      process.send?.({ metricsAsked: id } satisfies Asked);
    });
}
