// Runs a node that only answers clients, from a database that others run, migrate and write to.
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { buildPrograms } from "./build.mjs";
import { generateClient, installPackages } from "./install.mjs";
import { atEnd, dataDirectory, end, quietEnv, root, say, Stop } from "./process.mjs";
import { checkPort, port } from "./settings.mjs";

export async function node() {
  if (!process.env.REPLICA_URL && !process.env.DATABASE_URL) {
    throw new Stop("Set REPLICA_URL or DATABASE_URL to the PostgreSQL that this node follows.");
  }
  await checkPort();
  await installPackages();
  await generateClient();
  await buildPrograms();
  const env = {
    ...quietEnv,
    DATABASE_OWNER_URL: "",
    PORT: String(port),
    HOST: process.env.HOST || "0.0.0.0",
    DATA_DIR: dataDirectory,
    NODE_ENV: "production",
  };
  const primary = fork(path.join(root, "dist/node.mjs"), {
    env,
    cwd: root,
    execArgv: ["--enable-source-maps"],
  });
  const ended = once(primary, "exit");
  let stopping = false;
  atEnd(async () => {
    stopping = true;
    if (primary.exitCode === null && primary.signalCode === null) primary.kill("SIGTERM");
    await ended;
  });
  void once(primary, "message").then(() => say(`answering clients on port ${port}`));
  const [code, signal] = await ended;
  if (stopping) return;
  console.error(`The node ended by itself (${signal ?? `exit status ${code}`}).`);
  await end(1);
}
