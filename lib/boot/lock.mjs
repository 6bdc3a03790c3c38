// Files that say which running processes use or change something. A process that died no longer counts.
import fs from "node:fs";
import path from "node:path";

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Runs `action` while no other process runs one under the same lock. */
export async function withLock(file, action) {
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(readOr(file, ""));
    // An empty file was made this moment and will have its number at once, unless its maker died just then.
    if (holder ? !isAlive(holder) : olderThan(file, 2000)) fs.rmSync(file, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await action();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Counts the processes that use something: the last one to leave puts out the light. */
export function joinUsers(directory) {
  fs.mkdirSync(directory, { recursive: true });
  const mine = path.join(directory, String(process.pid));
  fs.writeFileSync(mine, "");
  return {
    /** @returns whether nobody else is left */
    leave() {
      fs.rmSync(mine, { force: true });
      for (const name of fs.readdirSync(directory)) {
        if (isAlive(Number(name))) return false;
        fs.rmSync(path.join(directory, name), { force: true });
      }
      return true;
    },
  };
}

function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

function olderThan(file, milliseconds) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > milliseconds;
}
