import { HostileClient, type Fault } from "@/lib/testing/ask-hostile";
import { hostileRequests } from "@/lib/testing/hostile-requests";

const total = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const port = Number(process.env["PORT"]);
const clients = 24;
const faultsShown = 20;

/** Asks a running service hostile requests, and shows those that it did not answer as it must. */
async function main(): Promise<number> {
  const requests = hostileRequests(seed, total);
  const faults: Fault[] = [];
  const began = performance.now();
  let asked = 0;

  async function askOnAndOn(): Promise<void> {
    const client = new HostileClient(port);
    for (const request of requests) {
      const fault = await client.ask(request);
      if (fault) faults.push(fault);
      if (++asked % 50_000 === 0) report();
      if (faults.length >= faultsShown) break;
    }
    client.close();
  }
  function report(): void {
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${asked.toLocaleString("en")} of ${total.toLocaleString("en")} asked, ${faults.length} answered wrongly, ` +
        `${Math.round(asked / seconds).toLocaleString("en")} a second`,
    );
  }

  await Promise.all(Array.from({ length: clients }, askOnAndOn));
  for (const { request, reply, why } of faults) {
    console.error(
      `\n${why}\nasked: ${JSON.stringify(request.bytes.slice(0, 2000))}\ngot:   ${JSON.stringify(reply)}`,
    );
  }
  report();
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main();
