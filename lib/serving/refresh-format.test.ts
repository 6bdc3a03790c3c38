import fc from "fast-check";
import { expect, test } from "vitest";

import { release, snapshot } from "@/lib/testing/configurations";

import { openMark, sealMark, snapshotKey, SnapshotPacker, UnusableSnapshot } from "./refresh-format";
import type { ServedRows } from "./refresh-rows";

const key = snapshotKey("a secret that is at least 32 characters long");
const at = new Date("2026-11-27T12:00:00Z");

function rowsOf(names: readonly string[]): ServedRows {
  const { revision: _revision, releases: _releases, ...small } = snapshot().input;
  const releases = new Map(names.map((name) => [name, release({ name })]));
  return { head: { revision: 7, hash: "abc" }, small, releases };
}

const seal = async (rows: ServedRows) => Buffer.concat(await new SnapshotPacker().seal(rows, key, at));

function reasonOf(act: () => unknown): string {
  try {
    act();
    return "taken";
  } catch (error) {
    if (!(error instanceof UnusableSnapshot)) throw error;
    return error.reason;
  }
}

test("what was sealed is opened as it was", async () => {
  const rows = rowsOf(["Heron-130.0", "Heron-131.0"]);
  const opened = new SnapshotPacker().open(await seal(rows), key);
  expect(opened).toEqual({ rows, at });
  expect(new SnapshotPacker().open(await seal(rowsOf([])), key).rows).toEqual(rowsOf([]));
});

test("what did not change is packed once", async () => {
  const packer = new SnapshotPacker();
  const rows = rowsOf(["Heron-130.0", "Heron-131.0"]);
  const first = await packer.seal(rows, key, at);
  const releases = new Map([...rows.releases]).set(
    "Heron-131.0",
    release({ name: "Heron-131.0", builds: [] }),
  );
  const second = await packer.seal({ ...rows, releases }, key, at);
  expect(second[3]).toBe(first[3]);
  expect(second[4]).not.toBe(first[4]);
});

test("with any byte flipped it is refused, and nothing of it is understood", async () => {
  const sealed = await seal(rowsOf(["Heron-130.0"]));
  const place = fc.nat({ max: sealed.length - 1 });
  fc.assert(
    fc.property(place, fc.integer({ min: 1, max: 255 }), (where, bits) => {
      const altered = Buffer.from(sealed);
      altered[where] = (altered[where] ?? 0) ^ bits;
      expect(reasonOf(() => new SnapshotPacker().open(altered, key))).not.toBe("taken");
    }),
    { numRuns: 2_000 },
  );
});

test("cut off anywhere it is refused as truncated", async () => {
  const sealed = await seal(rowsOf(["Heron-130.0"]));
  fc.assert(
    fc.property(fc.nat({ max: sealed.length - 1 }), (length) => {
      const cut = sealed.subarray(0, length);
      expect(reasonOf(() => new SnapshotPacker().open(cut, key))).toBe("truncated");
    }),
  );
});

test("what another deployment sealed, another format and what is no snapshot are told apart", async () => {
  const sealed = await seal(rowsOf(["Heron-130.0"]));
  const other = snapshotKey("another secret, of 32 characters as well");
  expect(reasonOf(() => new SnapshotPacker().open(sealed, other))).toBe("not authentic");
  expect(reasonOf(() => new SnapshotPacker().open(Buffer.concat([sealed, Buffer.from("x")]), key))).toBe(
    "not authentic",
  );
  const later = Buffer.from(sealed);
  later[11] = 99;
  expect(reasonOf(() => new SnapshotPacker().open(later, key))).toBe("other format");
  expect(reasonOf(() => new SnapshotPacker().open(Buffer.alloc(100), key))).toBe("unreadable");
});

test("a mark says what was served last, unless it was altered", () => {
  const head = { revision: 12, hash: "abc" };
  const sealed = sealMark(head, key);
  expect(openMark(sealed, key)).toEqual(head);
  fc.assert(
    fc.property(fc.nat({ max: sealed.length - 2 }), (where) => {
      const altered = `${sealed.slice(0, where)}~${sealed.slice(where + 1)}`;
      expect(reasonOf(() => openMark(altered, key))).toBe("not authentic");
    }),
  );
});
