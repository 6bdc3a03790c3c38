// What the drill of data centres is made of: the service, the replica, the nodes, what is changed and who watches it.
import fs from "node:fs";
import path from "node:path";

import { Program, pause, servingNode, signedIn } from "./drill-kit.mjs";
import { freePort } from "./free-port.mjs";
import { embeddedIdentity, startPostgres } from "./postgres.mjs";
import { stopServer } from "./postgres-server.mjs";
import { dataDirectory, root, say } from "./process.mjs";
import { admitNetworks, reachedBy, startReplica } from "./replica.mjs";
import { serve } from "./serve.mjs";
import { localUrl, port } from "./settings.mjs";
import { ends, insideOf } from "./wire.mjs";

const [here, there] = ends;
/** What a cut wire makes necessary, as docs/operations.md says: each side notices that it hears nothing. */
const primarySettings = ["wal_sender_timeout=5s"];
const replicaSettings = [
  "wal_receiver_timeout=5s",
  "wal_receiver_status_interval=1s",
  "wal_retrieve_retry_interval=500ms",
];
const connection = "connect_timeout=2";

/**
 * Here the primary, the service and a node; there a streaming replica with two nodes, and one that follows the primary
 * all the way. @returns the nodes, of which the service is one, and what asks the API
 */
export async function startCentres() {
  const addresses = ["127.0.0.1", here.address];
  // One that a drill left behind listens elsewhere.
  await stopServer(embeddedIdentity());
  const address = await startPostgres({ addresses, settings: primarySettings });
  const superuser = address("postgres", "superuser");
  await admitNetworks(superuser);
  await serve({ quiet: true });
  const replica = await startReplica(
    { primary: superuser, primaryHost: here.address, connection },
    {
      name: "there",
      directory: `${dataDirectory}-replica`,
      host: there.address,
      settings: replicaSettings,
      inside: insideOf(there),
    },
  );
  say("the replica follows");
  const secret = fs.readFileSync(path.join(dataDirectory, "secret"), "utf8").trim();
  const far = {
    REPLICA_URL: reachedBy("127.0.0.1", replica.address("aus3")),
    AUS_REPORT_URL: `http://${here.address}:${port}`,
  };
  const planned = [
    { name: "here-1", end: here, env: { DATABASE_URL: address("aus3") } },
    { name: "there-1", end: there, env: far },
    { name: "there-2", end: there, env: far },
    { name: "there-far", end: there, env: { DATABASE_URL: reachedBy(here.address, address("aus3")) } },
  ];
  const nodes = await Promise.all(planned.map((one) => startNode(one, secret)));
  say(`${nodes.length} nodes answer`);
  const ask = await signedIn(localUrl);
  return { ask, nodes: [{ name: process.env.AUS_NODE, url: localUrl, end: here, isFar: false }, ...nodes] };
}

async function startNode({ name, end, env }, secret) {
  const at = await freePort();
  await servingNode({
    name,
    port: at,
    directory: `${dataDirectory}-${name}`,
    inside: insideOf(end),
    env: {
      ...env,
      AUS_SECRET: secret,
      AUS_DATA_CENTRE: end === here ? "here" : "there",
      HOST: "127.0.0.1",
      WORKERS: "1",
    },
  }).start();
  return { name, url: `http://127.0.0.1:${at}`, end, isFar: end !== here };
}

/** A rule of a channel of our own, which offers one or the other version, and its shut-off. */
export async function changesOf(ask) {
  const product = "Osprey";
  const channel = `drill-${Date.now().toString(36)}`;
  const versions = ["91.6.0", "91.7.0"];
  const mappings = versions.map((version) => `Osprey-${version}-build1`);
  const reason = "The drill of data centres";
  const enact = (operation) => ask("/change-sets", { reason, operations: [operation] });
  const shutOffVersion = async () => {
    const { shutOffs } = await ask("/shut-offs");
    return shutOffs.find((one) => one.channel === channel).rowVersion;
  };
  await enact({
    entity: "rule",
    action: "create",
    value: { product, channel, priority: 100, mapping: mappings[0] },
  });
  const { rules } = await ask(`/rules?product=${product}&channel=${channel}`);
  const { id } = rules.find((rule) => rule.channel === channel);
  let [rowVersion, at, isOff] = [1, 0, false];
  return {
    first: versions[0],
    path: `/update/3/${product}/78.14.0/20261020130455/Linux_x86_64-gcc3/de/${channel}/Linux/default/default/update.xml?force=1`,
    /** Offers the other version. */
    change: async () => {
      at = 1 - at;
      const fields = { mapping: mappings[at] };
      const { revision } = await enact({ entity: "rule", action: "update", key: { id }, rowVersion, fields });
      rowVersion++;
      return { revision, answer: versions[at] };
    },
    /** Shuts off, or on again. */
    switch: async () => {
      const operation = isOff
        ? {
            entity: "shutOff",
            action: "delete",
            key: { product, channel },
            rowVersion: await shutOffVersion(),
          }
        : { entity: "shutOff", action: "create", value: { product, channel, reason } };
      const { revision } = await enact(operation);
      isOff = !isOff;
      return { revision, answer: isOff ? "nothing" : versions[at] };
    },
  };
}

/** Has every node asked again and again from its own side of the wire. */
export async function watchAnswers(nodes, clientPath) {
  const seen = [];
  const asked = new Map();
  const onLine = (line) => {
    const one = JSON.parse(line);
    asked.set(one.node, one.asked);
    if (one.answer !== seen.findLast(({ node }) => node === one.node)?.answer) seen.push(one);
  };
  for (const end of ends) {
    const targets = nodes
      .filter((node) => node.end === end)
      .map(({ name, url }) => ({ node: name, url: url + clientPath }));
    const command = [
      process.execPath,
      path.join(root, "lib/boot/drill-watcher.mjs"),
      "watch",
      JSON.stringify(targets),
    ];
    await new Program({ name: "the watcher", command, inside: insideOf(end), onLine }).start();
  }
  return {
    arrivals: (since, answer, patience, names = nodes.map(({ name }) => name)) =>
      arrivals(seen, names, { since, answer, patience }),
    count: () => ({
      asked: [...asked.values()].reduce((sum, count) => sum + count, 0),
      failed: seen.filter((one) => one.answer.startsWith("failed")).length,
    }),
  };
}

/** Waits until all of these nodes give an answer. @returns when each of them began to */
async function arrivals(seen, names, { since, answer, patience }) {
  const deadline = Date.now() + patience;
  const at = new Map();
  for (;;) {
    for (const one of seen)
      if (one.at >= since && one.answer === answer && names.includes(one.node) && !at.has(one.node))
        at.set(one.node, one.at);
    if (at.size === names.length || Date.now() >= deadline)
      return { at, isComplete: at.size === names.length };
    await pause(20);
  }
}
