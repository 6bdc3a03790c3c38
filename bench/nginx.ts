import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { freePort } from "@/lib/boot/free-port.mjs";

export type Nginx = { readonly child: ChildProcess; readonly port: number };

/** nginx with one process that answers: one file, whatever is asked. @param directory for its files */
export async function staticFile(directory: string, body: string): Promise<Nginx> {
  const port = await freePort();
  makeEmpty(directory);
  writeFileSync(path.join(directory, "update.xml"), body);
  const server = `server {
    listen 127.0.0.1:${port} reuseport;
    root ${directory};
    types { text/xml xml; }
    etag on;
    add_header Cache-Control "public, max-age=90";
    location / { rewrite ^ /update.xml break; open_file_cache max=10; }
  }`;
  return run(directory, port, server);
}

/** nginx with one process and an empty cache, configured as users are told to, before a service. */
export async function cacheBefore(directory: string, service: number): Promise<Nginx> {
  const port = await freePort();
  makeEmpty(directory);
  const server = readFileSync("deploy/nginx/aus3.conf", "utf8")
    .replace("/var/cache/nginx/aus3", path.join(directory, "cache"))
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("server 127.0.0.1:3000;", `server 127.0.0.1:${service};`);
  return run(directory, port, server);
}

export function hasNginx(): boolean {
  return spawnSync("nginx", ["-v"]).status === 0;
}

function makeEmpty(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
}

async function run(directory: string, port: number, server: string): Promise<Nginx> {
  const file = path.join(directory, "nginx.conf");
  writeFileSync(
    file,
    `${process.getuid?.() === 0 ? "user root;" : ""}
    daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log stderr notice;
    events { worker_connections 1024; }
    http { access_log off; keepalive_requests 1000000000; ${server} }`,
  );
  const child = spawn("nginx", ["-p", directory, "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  while (!said.includes("start worker process ")) {
    await Promise.race([once(child.stderr, "data"), once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
  }
  return { child, port };
}
