// A copy of a running embedded PostgreSQL, as its manual says under "Making a base backup using the low level API": the
// embedded one comes without pg_basebackup and pg_dump.
import fs from "node:fs";
import path from "node:path";

/** What is made anew when the copy starts, or is no business of it. */
const leftOut = new Set(["postmaster.pid", "postmaster.opts", "pg_wal"]);
const leftEmpty = new Set([
  "pg_dynshmem",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);

/**
 * @param address of the database as its superuser
 * @param from the directory of the running cluster
 * @param to where its copy is to be, which is replaced
 */
export async function baseBackup(address, from, to) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: address });
  fs.rmSync(to, { recursive: true, force: true });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('aus3', true)");
    copyDirectory(from, to, (name, depth) => depth > 0 || !leftOut.has(name));
    const { rows } = await client.query("SELECT labelfile FROM pg_backup_stop(false)");
    fs.writeFileSync(path.join(to, "backup_label"), rows[0].labelfile, { mode: 0o600 });
    sameOwner(from, path.join(to, "backup_label"));
    copyDirectory(path.join(from, "pg_wal"), path.join(to, "pg_wal"), () => true);
  } finally {
    await client.end();
  }
}

function copyDirectory(from, to, isWanted, depth = 0) {
  fs.mkdirSync(to, { recursive: true, mode: 0o700 });
  sameOwner(from, to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    if (!isWanted(entry.name, depth)) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) {
      const isEmpty = depth === 0 && leftEmpty.has(entry.name);
      copyDirectory(source, target, isEmpty ? () => false : isWanted, depth + 1);
    } else if (entry.isFile()) copyFile(source, target);
  }
}

function copyFile(from, to) {
  try {
    fs.copyFileSync(from, to);
    sameOwner(from, to);
  } catch (error) {
    // Files come and go while it runs; what counts of them is in the log that is copied last.
    if (error.code !== "ENOENT") throw error;
    fs.rmSync(to, { force: true });
  }
}

function sameOwner(from, to) {
  const { uid, gid } = fs.statSync(from);
  if (process.getuid?.() === 0) fs.chownSync(to, uid, gid);
}
