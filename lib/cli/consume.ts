import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

import { InvalidArgumentError, Option } from "commander";
import { Connection } from "rabbitmq-client";

import { connect } from "./client";
import { Consumption } from "./consumption";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import type { CommandGroups } from "./registration";

/** Milliseconds that the broker has to let us in at first; later it is waited for. */
const firstPatience = 15_000;

type Options = { broker?: string; queue: string; parallel: number };

/** `aus consume` */
export function registerConsume({ io, program, run }: CommandGroups): void {
  program
    .command("consume")
    .description("take requests of the API from a queue of an AMQP broker, until stopped")
    .option(
      "--broker <url>",
      "e.g. amqps://user:password@host/vhost; else AUS_BROKER, which no process list shows",
    )
    .option("--queue <name>", "where they wait; what can't be done goes to <name>.set-aside", "aus")
    .addOption(new Option("--parallel <n>", "how many at a time").default(4).argParser(toParallel))
    .action(run((options: Options) => consume(io, options)));
}

function toParallel(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 64) return value;
  throw new InvalidArgumentError("Give a number from 1 to 64.");
}

async function consume(io: Io, { broker, queue, parallel }: Options): Promise<ExitStatus> {
  const url = broker ?? io.settings().AUS_BROKER;
  if (url === undefined) throw misuse("Name the broker with AUS_BROKER or --broker, e.g. amqp://host.");
  if (!URL.canParse(url) || !/^amqps?:$/.test(new URL(url).protocol)) {
    throw misuse("The broker's address begins with amqp:// or amqps://.");
  }
  const client = connect(io);
  const rabbit = await reachBroker(io, url);
  const stopping = new AbortController();
  const setAside = rabbit.createPublisher({
    confirm: true,
    maxAttempts: 10,
    queues: [{ queue: `${queue}.set-aside`, durable: true }],
  });
  const work = new Consumption(io, client, stopping.signal, async (message, why, status) => {
    const { messageId, contentType, headers } = message;
    const content: unknown = message.body;
    const own = { ...(messageId && { messageId }), ...(contentType && { contentType }) };
    const told = { "aus-reason": why.slice(0, 2_000), "aus-status": status };
    await setAside.send(
      { ...own, routingKey: `${queue}.set-aside`, durable: true, headers: { ...headers, ...told } },
      content,
    );
  });
  const consumer = rabbit.createConsumer(
    {
      queue,
      queueOptions: { queue, durable: true },
      qos: { prefetchCount: parallel },
      concurrency: parallel,
    },
    (message, reply) => work.take(message, reply),
  );
  consumer.on("error", (error: Error) => {
    io.tell(`The queue is read again: ${error.message}`);
  });
  io.tell(`Taking requests for ${client.url} from the queue “${queue}”.`);
  const [failure] = await Promise.race([
    once(work.stopped, "abort").then(() => [work.failure]),
    interrupted(),
  ]);
  stopping.abort();
  await consumer.close();
  await setAside.close();
  await rabbit.close();
  if (failure) throw failure;
  return exitStatus.done;
}

async function interrupted(): Promise<[null]> {
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  return [null];
}

async function reachBroker(io: Io, url: string): Promise<Connection> {
  const rabbit = new Connection({ url, connectionName: "aus consume" });
  let isIn = false;
  const refused = new Promise<never>((_, reject) => {
    rabbit.on("error", (error: Error & { code?: string }) => {
      if (isIn) io.tell(`The broker is away: ${error.message}. It is waited for.`);
      else if (error.code !== undefined && /REFUSED$|NOT_ALLOWED|ENOTFOUND/.test(error.code)) reject(error);
    });
  });
  rabbit.on("connection", () => (isIn = true));
  try {
    await Promise.race([rabbit.onConnect(0, true), refused, tooLate()]);
    return rabbit;
  } catch (error) {
    rabbit.unsafeDestroy();
    throw new Failure(`The broker at ${new URL(url).host} does not let us in: ${whyNot(error)}`);
  }
}

/** Unlike the library's own, it does not keep a process that is done. */
async function tooLate(): Promise<never> {
  await pause(firstPatience, null, { ref: false });
  throw new Error(`it did not answer within ${String(firstPatience / 1000)} s.`);
}

function whyNot(error: unknown): string {
  const { code = "", message } = error as Error & { code?: string };
  if (code === "ACCESS_REFUSED") return "it refuses the login. See user and password in AUS_BROKER.";
  if (code === "NOT_ALLOWED") {
    return "it refuses the virtual host, the part after the last slash of AUS_BROKER.";
  }
  if (code === "ECONNREFUSED" || code === "ENOTFOUND") return `nobody is there (${code}).`;
  return message;
}
