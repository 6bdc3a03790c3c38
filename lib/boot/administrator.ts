import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { ensureAdminToken } from "@/lib/access/token";
import { disconnect } from "@/lib/db/client";
import { env } from "@/lib/env";

/** Leaves a token in the data directory, which the command line on this machine finds by itself. */
const file = path.join(env().DATA_DIR, "admin-token");
const known = existsSync(file) ? readFileSync(file, "utf8").trim() : null;
const token = await ensureAdminToken("command line on this machine", known);
if (token !== known) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${token}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
await disconnect();
