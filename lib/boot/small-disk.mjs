// A disk of a few mebibytes, in memory, that can be filled up.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { atEnd, say } from "./process.mjs";

/** @returns null when it can't be made, which is said */
export function smallDisk(directory, mebibytes) {
  fs.mkdirSync(directory, { recursive: true });
  // Of a drill that was killed.
  spawnSync("umount", ["--lazy", directory]);
  const { status, stderr } = spawnSync("mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${mebibytes}m`,
    "tmpfs",
    directory,
  ]);
  if (status !== 0) {
    say(`no disk to fill up, which takes root: ${stderr?.toString().trim() ?? "there is no mount"}`);
    return null;
  }
  atEnd(() => void spawnSync("umount", ["--lazy", directory]));
  const filler = path.join(directory, "filler");
  return {
    directory,
    /** Leaves no byte. */
    fill() {
      const file = fs.openSync(filler, "w");
      try {
        for (;;) fs.writeSync(file, Buffer.alloc(4096));
      } catch (error) {
        if (error.code !== "ENOSPC") throw error;
      } finally {
        fs.closeSync(file);
      }
    },
    free: () => fs.rmSync(filler),
  };
}
