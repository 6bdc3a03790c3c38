// The drill of messages: requests that go through a real RabbitMQ are done once each, although the broker is restarted and
// the consumer killed in the middle.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import { freePort } from "./postgres.mjs";
import { atEnd, dataDirectory, root, say, Stop } from "./process.mjs";
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
  if (!program || spawnSync("which", ["erl"]).status !== 0)
    throw new Stop("Install what the drill needs first: rabbitmq-server");
  await serve({ quiet: true });
  const broker = await startBroker(program);
  let faults = 0;
  const check = (isRight, what) => {
    say(`${isRight ? "as it has to be" : "WRONG"}: ${what}`);
    if (!isRight) faults++;
  };

  const refused = await output(consumer(broker.url.replace("//guest:guest@", "//guest:wrong@")));
  check(
    refused.status === 1 && /refuses the login/.test(refused.text),
    "a wrong password is named, status 1",
  );

  const run = Date.now().toString(36);
  await publish(broker.url, requests(run));
  const first = consumer(broker.url);
  await saying(first, /: done/g, messages / 4);
  await broker.stop();
  say("the broker was stopped");
  await broker.start();
  await saying(first, /: done/g, messages / 2);
  first.child.kill("SIGKILL");
  say("the consumer was killed");
  const second = consumer(broker.url);
  const left = await emptied(broker.url, second);
  second.child.kill("SIGTERM");
  check((await output(second)).status === 0, "a consumer that is stopped ends with status 0");

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
  return faults === 0 ? 0 : 1;
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
async function emptied(url, { child }) {
  const deadline = Date.now() + 300_000;
  return withBroker(url, async (rabbit) => {
    for (;;) {
      // What is being worked on counts as taken: the consumer finishes it before it ends.
      const { messageCount } = await rabbit.queueDeclare({ queue, passive: true });
      if (messageCount === 0 || child.exitCode !== null || Date.now() > deadline) return messageCount;
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
  const token = fs.readFileSync(path.join(dataDirectory, "admin-token"), "utf8").trim();
  const response = await fetch(`${localUrl}/api/v1/rules?product=Heron&channel=amqp-drill`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Stop(`The rules can't be listed: ${await response.text()}`);
  const { rules } = await response.json();
  return rules.map(({ alias }) => alias).filter((alias) => alias?.startsWith(`drill-${run}-`));
}

function consumer(url) {
  const child = spawn(process.execPath, [path.join(root, "bin/aus"), "consume"], {
    env: { ...process.env, AUS_BROKER: url, AUS_URL: "" },
    cwd: root,
  });
  atEnd(() => child.kill("SIGKILL"));
  const heard = { child, text: "", ended: once(child, "close") };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (heard.text += text));
  return heard;
}

async function output(heard) {
  await heard.ended;
  return { status: heard.child.exitCode, text: heard.text };
}

async function saying(heard, pattern, times) {
  const deadline = Date.now() + 300_000;
  while ((heard.text.match(pattern) ?? []).length < times) {
    if (Date.now() > deadline || heard.child.exitCode !== null)
      throw new Stop(`The consumer did not go on:\n${heard.text}`);
    await pause(20);
  }
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
  let child;
  const start = async () => {
    child = spawn(program, [], { env, detached: true, stdio: "ignore" });
    const deadline = Date.now() + 300_000;
    while (!(await listens(at))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Stop(`RabbitMQ did not start: see ${path.join(work, "log")}`);
      await pause(200);
    }
  };
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  // The Erlang port mapper outlives its node.
  atEnd(() => spawnSync("epmd", ["-port", String(names), "-kill"], { env }));
  atEnd(stop);
  await start();
  say(`RabbitMQ listens on ${at}`);
  return { url: `amqp://guest:guest@127.0.0.1:${at}`, start, stop };
}

function listens(at) {
  return new Promise((resolve) => {
    const socket = net.connect(at, "127.0.0.1");
    socket.once("connect", () => resolve(true) || socket.destroy());
    socket.once("error", () => resolve(false));
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
