import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { release, snapshot } from "@/lib/testing/configurations";

import { SnapshotDisk } from "./refresh-disk";
import type { ServedRows } from "./refresh-rows";

let directory: string;

beforeEach(() => {
  directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "aus-snapshot-")), "snapshot");
});
afterEach(() => {
  fs.rmSync(path.dirname(directory), { recursive: true, force: true });
});

const secret = "a secret that is at least 32 characters long";
const disk = () => new SnapshotDisk({ directory, secret });
const file = (name: string) => path.join(directory, name);

function rowsOf(revision: number): ServedRows {
  const { revision: _revision, releases: _releases, ...small } = snapshot().input;
  return {
    head: { revision, hash: `hash of ${String(revision)}` },
    small,
    releases: new Map([["Heron-130.0", release()]]),
  };
}

async function write(...revisions: number[]): Promise<void> {
  for (const revision of revisions) {
    const one = disk();
    one.save(rowsOf(revision));
    await one.close();
  }
}

async function load() {
  const one = disk();
  const rows = await one.load();
  return { revision: rows?.head.revision ?? null, refused: one.refused.map(({ reason }) => reason) };
}

test("the newest snapshot is loaded, and there is none at first", async () => {
  expect(await load()).toEqual({ revision: null, refused: [] });
  await write(1, 2);
  expect(await load()).toEqual({ revision: 2, refused: [] });
});

test("a snapshot that is older than what was served is refused", async () => {
  await write(1);
  const old = fs.readFileSync(file("newest"));
  await write(2, 3);
  fs.writeFileSync(file("newest"), old);
  fs.rmSync(file("previous"));
  expect(await load()).toEqual({ revision: null, refused: ["older"] });
});

const held = (shutOffs: number): ServedRows => ({
  ...rowsOf(1),
  shutOffsAt: { revision: shutOffs, hash: `hash of ${String(shutOffs)}` },
});

test("where a revision is held back, its shut-offs outlast a restart, and older ones are refused", async () => {
  await write(1);
  const one = disk();
  const before = fs.readFileSync(file("newest"));
  one.save(held(3));
  await one.close();
  expect(await disk().load()).toEqual(held(3));
  fs.writeFileSync(file("newest"), before);
  fs.rmSync(file("previous"));
  expect(await load()).toEqual({ revision: null, refused: ["older"] });
});

test("a damaged snapshot is refused, and the one before it is older than what was served", async () => {
  await write(1, 2);
  const whole = fs.readFileSync(file("newest"));
  fs.writeFileSync(file("newest"), whole.subarray(0, whole.length / 2));
  expect(await load()).toEqual({ revision: null, refused: ["truncated", "older"] });
});

test("the one before is taken where a write broke off before it was said to be served", async () => {
  await write(1);
  const mark = fs.readFileSync(file("served"));
  await write(2);
  fs.writeFileSync(file("served"), mark);
  fs.writeFileSync(file("newest"), "half");
  expect(await load()).toEqual({ revision: 1, refused: ["truncated"] });
});

test("a database that was put back is followed", async () => {
  await write(5, 3);
  expect(await load()).toEqual({ revision: 3, refused: [] });
});

test("a disk that can't be written is told, and nothing is thrown", async () => {
  fs.writeFileSync(directory, "a file where a directory has to be");
  const one = disk();
  one.save(rowsOf(1));
  await one.close();
  expect(one.state).toMatchObject({ revision: null, problem: expect.stringContaining("EEXIST") as string });
  fs.rmSync(directory);
  one.save(rowsOf(2));
  await one.close();
  expect(one.state).toEqual({ revision: 2, problem: null });
});

test("what could not be written is written without a newer revision", async () => {
  fs.writeFileSync(directory, "a file where a directory has to be");
  const one = disk();
  one.save(rowsOf(1));
  await vi.waitUntil(() => one.state.problem !== null);
  fs.rmSync(directory);
  await one.close();
  expect(one.state).toEqual({ revision: 1, problem: null });
});

test("of several revisions the last one is written", async () => {
  const one = disk();
  for (const revision of [1, 2, 3, 4]) one.save(rowsOf(revision));
  await one.close();
  expect((await load()).revision).toBe(4);
});
