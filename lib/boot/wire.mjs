// Two network namespaces with a wire between them that is as long as one between continents. Debian's vde2 makes it, since
// not every kernel has netem.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { pause, Program, within } from "./drill-kit.mjs";
import { atEnd, Stop } from "./process.mjs";

export const ends = [
  { namespace: "aus3-drill-a", address: "10.206.0.1" },
  { namespace: "aus3-drill-b", address: "10.206.0.2" },
];
export const wirePrograms = ["ip", "setpriv", "vde_switch", "wirefilter"];
const tap = "aus0";

/** A command that runs others at one end of the wire. */
export const insideOf = ({ namespace }) => ["ip", "netns", "exec", namespace];

/** Makes the namespaces; they go with the drill. */
export function makeNamespaces() {
  for (const { namespace } of ends) {
    // What a drill that was killed left behind.
    spawnSync("ip", ["netns", "del", namespace]);
    ip("netns", "add", namespace);
    atEnd(() => spawnSync("ip", ["netns", "del", namespace]));
    ip("-n", namespace, "link", "set", "lo", "up");
  }
}

/**
 * Lays the wire between the namespaces.
 * @param delay milliseconds in each direction
 * @param loss per cent of the packets
 */
export async function layWire({ delay, loss }) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "aus3-wire-"));
  atEnd(() => fs.rmSync(directory, { recursive: true, force: true }));
  const switches = ends.map(({ namespace }) => path.join(directory, namespace));
  for (const [i, end] of ends.entries()) await plug(end, switches[i]);
  const command = ["wirefilter", "-v", switches.join(":"), "-d", String(delay), "-l", String(loss)];
  const wire = new Program({ name: "wirefilter", command });
  await wire.start();
  return {
    /** Nobody is told: packets no longer arrive. */
    cut: () => wire.kill(),
    mend: () => wire.start(),
  };
}

async function plug({ namespace, address }, socket) {
  const command = ["vde_switch", "-s", socket, "-tap", tap];
  await new Program({ name: "vde_switch", command, inside: insideOf({ namespace }) }).start();
  const has = () => spawnSync("ip", ["-n", namespace, "link", "show", tap]).status === 0;
  if (!(await within(5_000, () => has() && fs.existsSync(path.join(socket, "ctl")))))
    throw new Stop("vde_switch could not make its network interface: is there a /dev/net/tun?");
  await pause(100);
  ip("-n", namespace, "address", "add", `${address}/24`, "dev", tap);
  ip("-n", namespace, "link", "set", tap, "up");
}

function ip(...args) {
  const { status, stderr } = spawnSync("ip", args, { encoding: "utf8" });
  if (status !== 0) throw new Stop(`ip ${args.join(" ")}: ${stderr.trim()}`);
}
