// The settings that this copy runs with: those of its surroundings, and on the embedded database its own.
import crypto from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import { dataDirectory, quietEnv, Stop } from "./process.mjs";

/** Whether this copy brings its own database, on which it may do as it likes. */
export const embedded = !process.env.DATABASE_URL;

/** Who owns the tables, where that is somebody else than the application. Nobody but migrations gets to know it. */
export const ownerAddress = process.env.DATABASE_OWNER_URL || undefined;

export const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || (embedded ? "127.0.0.1" : "0.0.0.0");

/** Where people and the command line on this machine reach the service. */
export const localUrl = `http://${["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host}:${port}`;

/** @param address of the embedded database; not used where DATABASE_URL is set */
export function serviceEnv(address) {
  const common = {
    ...quietEnv,
    DATABASE_OWNER_URL: "",
    PORT: String(port),
    HOST: host,
    DATA_DIR: dataDirectory,
    NODE_ENV: "production",
  };
  if (!embedded) return common;
  return {
    ...common,
    DATABASE_URL: address,
    AUS_SECRET: process.env.AUS_SECRET || secret(),
    AUS_ENVIRONMENT: process.env.AUS_ENVIRONMENT || "demo",
    LOG_LEVEL: process.env.LOG_LEVEL || "warn",
  };
}

function secret() {
  const file = path.join(dataDirectory, "secret");
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, crypto.randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
  return fs.readFileSync(file, "utf8").trim();
}

/** Says so before anything slow is done if the port can't be had. */
export function checkPort() {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Stop(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`);
  }
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on("error", (error) => reject(new Stop(explain(error))));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

function explain(error) {
  const another = `PORT=${port < 65_535 ? port + 1 : 3000} npm start`;
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is in use, maybe by another copy of this service. Stop it, or take another port: ${another}`;
  }
  if (error.code === "EACCES")
    return `Port ${port} needs more rights than this user has. Take another: ${another}`;
  if (error.code === "EADDRNOTAVAIL") return `HOST=${host} is no address of this machine.`;
  return `Port ${port} can't be used: ${error.message}`;
}
