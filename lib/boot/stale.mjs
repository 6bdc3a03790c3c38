// Whether a step has to be done again: a stamp file keeps the hash of everything that the step reads.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { root } from "./process.mjs";

const skipped = new Set(["node_modules", "generated", ".next", ".data", "dist"]);

function* files(at) {
  const stat = fs.statSync(path.join(root, at), { throwIfNoEntry: false });
  if (stat?.isFile()) yield at;
  if (!stat?.isDirectory()) return;
  for (const name of fs.readdirSync(path.join(root, at)).sort()) {
    if (!skipped.has(name)) yield* files(path.join(at, name));
  }
}

/** @param sources files and directories, relative to the project; those that do not exist count as such */
export function fingerprint(sources, keep = () => true) {
  const hash = crypto.createHash("sha256").update(`${process.version} ${process.platform} ${process.arch}\0`);
  for (const source of sources) {
    for (const file of files(source)) {
      if (keep(file))
        hash
          .update(`${file}\0`)
          .update(fs.readFileSync(path.join(root, file)))
          .update("\0");
    }
  }
  return hash.digest("hex");
}

/** Runs a step unless its stamp says that it has run for the same sources and its outputs are there. */
export async function unlessFresh({ stamp, print, outputs }, step) {
  const file = path.join(root, stamp);
  const fresh = [stamp, ...outputs].every((output) => fs.existsSync(path.join(root, output)));
  if (fresh && fs.readFileSync(file, "utf8") === print) return false;
  fs.rmSync(file, { force: true });
  await step();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, print);
  return true;
}
