// The drill of messages: requests that go through a real RabbitMQ are done once each, although the broker is restarted and
// the consumer killed in the middle.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { checks, need, pause, Program, signedIn } from "./drill-kit.mjs";
import { freePort } from "./free-port.mjs";
import { atEnd, dataDirectory, root, say } from "./process.mjs";
import { serve } from "./serve.mjs";
import { localUrl } from "./settings.mjs";

const server = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/sbin/rabbitmq-server"];
const messages = 100;
const sentTwice = 10;
const queue = "aus";
const unreadable = ["{", '{"request":"DELETE /rules/1"}', '{"id":"p-1","request":"POST /nowhere"}'];

/** @returns 0 when nothing was lost, doubled or let in that should not be */
export async function amqp() {
  const program = server.find((file) => fs.existsSync(file));
  need([program ?? "rabbitmq-server", "erl"]);
  await serve({ quiet: true });
  const broker = await startBroker(program);
  const { check, status } = checks();

  const refused = await consumer(broker.url.replace("//guest:guest@", "//guest:wrong@"));
  check(
    (await refused.end()) === 1 && /refuses the login/.test(refused.text),
    "a wrong password is named, status 1",
  );

  const run = Date.now().toString(36);
  await publish(broker.url, requests(run));
  const first = await consumer(broker.url);
  await first.says(/: done/, messages / 4);
  await broker.stop();
  say("the broker was stopped");
  await broker.start();
  await first.says(/: done/, messages / 2);
  await first.kill();
  say("the consumer was killed");
  const second = await consumer(broker.url);
  const left = await emptied(broker.url, second);
  check((await second.stop()) === 0, "a consumer that is stopped ends with status 0");

  check(left === 0, "the queue is empty");
  const aliases = await aliasesOf(run);
  check(aliases.length === messages, `${aliases.length} of ${messages} changes are there`);
  check(new Set(aliases).size === aliases.length, "none is there twice");
  const aside = await takeAll(broker.url, `${queue}.set-aside`);
  check(
    aside.length === unreadable.length,
    `${aside.length} of ${unreadable.length} bad messages were set aside`,
  );
  check(
    aside.every(({ headers }) => headers?.["aus-reason"]),
    "each says why",
  );
  return status();
}

function requests(run) {
  const good = Array.from({ length: messages }, (_, n) => ({
    id: `${run}-${n}`,
    request: "POST /change-sets",
    body: {
      reason: `The drill of messages, ${n}`,
      operations: [
        {
          entity: "rule",
          action: "create",
          value: {
            product: "Heron",
            channel: "amqp-drill",
            version: `${n + 1}.0`,
            priority: 1,
            enabled: false,
            alias: `drill-${run}-${n}`,
          },
        },
      ],
    },
  }));
  return [...good, ...good.slice(0, sentTwice)].map((one) => JSON.stringify(one)).concat(unreadable);
}

async function publish(url, bodies) {
  await withBroker(url, async (rabbit) => {
    const publisher = rabbit.createPublisher({ confirm: true, queues: [{ queue, durable: true }] });
    for (const body of bodies) await publisher.send({ routingKey: queue, durable: true }, body);
    await publisher.close();
  });
}

/** Waits until nothing is left to do. @returns how many messages are left after all */
async function emptied(url, consuming) {
  const deadline = Date.now() + 300_000;
  return withBroker(url, async (rabbit) => {
    for (;;) {
      // What is being worked on counts as taken: the consumer finishes it before it ends.
      const { messageCount } = await rabbit.queueDeclare({ queue, passive: true });
      if (messageCount === 0 || !consuming.isRunning || Date.now() > deadline) return messageCount;
      await pause(200);
    }
  });
}

function takeAll(url, from) {
  return withBroker(url, async (rabbit) => {
    const taken = [];
    for (;;) {
      const message = await rabbit.basicGet({ queue: from, noAck: true });
      if (!message) return taken;
      taken.push(message);
    }
  });
}

async function withBroker(url, work) {
  const { Connection } = await import("rabbitmq-client");
  const rabbit = new Connection({ url });
  rabbit.on("error", () => undefined);
  try {
    await rabbit.onConnect(30_000);
    return await work(rabbit);
  } finally {
    await rabbit.close();
  }
}

async function aliasesOf(run) {
  const ask = await signedIn(localUrl);
  const { rules } = await ask("/rules?product=Heron&channel=amqp-drill");
  return rules.map(({ alias }) => alias).filter((alias) => alias?.startsWith(`drill-${run}-`));
}

function consumer(url) {
  const command = [process.execPath, path.join(root, "bin/aus"), "consume"];
  // Nobody's session counts: the service's own token does.
  const env = { ...process.env, AUS_BROKER: url, AUS_URL: "", XDG_CONFIG_HOME: dataDirectory };
  return new Program({ name: "the consumer", command, env, patience: 300_000 }).start();
}

/** A broker of our own, on free ports of this machine only. */
async function startBroker(program) {
  const work = path.join(dataDirectory, "rabbitmq");
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const [at, distribution, names] = [await freePort(), await freePort(), await freePort()];
  const config = path.join(work, "rabbitmq.conf");
  fs.writeFileSync(config, `listeners.tcp.1 = 127.0.0.1:${at}\n`);
  fs.writeFileSync(path.join(work, "enabled_plugins"), "[].\n");
  const env = {
    ...process.env,
    HOME: work,
    ERL_EPMD_ADDRESS: "127.0.0.1",
    ERL_EPMD_PORT: String(names),
    RABBITMQ_NODENAME: `aus3-drill-${at}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(work, "enabled_plugins"),
    RABBITMQ_MNESIA_BASE: path.join(work, "mnesia"),
    RABBITMQ_LOG_BASE: path.join(work, "log"),
    RABBITMQ_PID_FILE: path.join(work, "pid"),
  };
  // The Erlang port mapper outlives its node.
  atEnd(() => spawnSync("epmd", ["-port", String(names), "-kill"], { env }));
  const broker = new Program({
    name: "RabbitMQ",
    command: [program],
    env,
    ready: at,
    patience: 300_000,
    wholeGroup: true,
  });
  await broker.start();
  say(`RabbitMQ listens on ${at}`);
  return {
    url: `amqp://guest:guest@127.0.0.1:${at}`,
    start: () => broker.start(),
    stop: () => broker.stop(),
  };
}
