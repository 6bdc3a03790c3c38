import { canonicalize } from "json-canonicalize";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { entryText, hashRevision } from "@/lib/audit/chain";
import { getRevision, verifyChain } from "@/lib/audit/service";
import { db } from "@/lib/db/client";
import { packPatch, unpackBuildText } from "@/lib/releases/packed";
import { patchSchema, type Patch } from "@/lib/releases/release";
import { listAllBuilds, listBuildsOf } from "@/lib/releases/store";
import { listChangesBetween, listReleasesAt, listRowsAt } from "@/lib/restore/store";
import { asSuperuser, emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";

beforeEach(emptyDatabase);

const release = "Firefox-130.0-build1";
const key = { release, buildTarget: "linux", locale: "de" };
const patches = [
  { type: "complete", from: "*", size: 7, hashValue: "ab".repeat(64) },
  { type: "partial", from: "Firefox-129", size: 3, hashValue: "cd".repeat(48), url: "https://dl.example/a" },
  { type: "partial", from: "*", size: 2, hashValue: "no hash", hashFunction: "sha1", attributes: { a: "b" } },
].map((patch) => patchSchema.parse(patch));

async function makeBuild(): Promise<void> {
  await makeFirefox();
  await make(
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    create("build", { ...key, buildID: "1", patches }),
  );
}

/** What a JSON text is unpacked to. */
async function unpack(texts: readonly string[]): Promise<string[]> {
  return withConnection(async (client) => {
    const { rows } = await client.query<{ text: string }>(
      `SELECT unpack_patches(t::json)::text AS text FROM unnest($1::text[]) WITH ORDINALITY AS a(t, n) ORDER BY n`,
      [texts],
    );
    return rows.map(({ text }) => text);
  });
}

function unpackHere(patches: string): string {
  const [before, after] = ['{"buildID":"1","patches":', ',"release":"a"}'];
  const text = unpackBuildText(`${before}${patches}${after}`);
  return text.slice(before.length, -after.length);
}

const digits = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((hash) => Buffer.from(hash).toString("hex"));
const name = fc.oneof(
  fc.constant("*"),
  fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("\0")),
);
const anyPatch: fc.Arbitrary<Patch> = fc.record({
  type: fc.constantFrom("complete", "partial"),
  from: name,
  size: fc.nat(),
  hashValue: fc.oneof(...[0, 16, 20, 32, 48, 64].map(digits), fc.constantFrom("x", "ABCD")),
  hashFunction: fc.option(fc.constant("sha512"), { freq: 9 }),
  url: fc.option(name),
  attributes: fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, fc.constant({ a: "b" })),
});

test("whatever patches say, they are unpacked to the very text that the record's hash covers", async () => {
  const lists = fc.sample(fc.array(anyPatch, { maxLength: 5 }), 5_000);
  const packed = lists.map((list) => canonicalize(list.map(packPatch)));
  const whole = lists.map((list) => canonicalize(list));

  expect(await unpack(packed)).toEqual(whole);
  expect(packed.map(unpackHere)).toEqual(whole);
});

test.each([
  '[["*",1,"qrs"] ]',
  '[["*",1,"qrt"]]',
  '[["*",1,"q!s"]]',
  '[["*",1,"qrs=",null]]',
  '[["*",1,"qrs",null]]',
  '[["*",1,"qrs","u",{}]]',
  '[["*"]]',
  "[[]]",
  "[1]",
  "{}",
  '"x"',
])("what is not packed as the program packs it stays as it stands: %s", async (text) => {
  expect(await unpack([text])).toEqual([text]);
  expect(unpackHere(text)).toEqual(text);
});

test("a build is read and recorded as it was given, and its record verifies", async () => {
  await makeBuild();
  await make(operation({ entity: "build", action: "update", key, rowVersion: 1, fields: { buildID: "2" } }));

  expect(await listBuildsOf(db(), release)).toMatchObject([{ buildID: "2", patches }]);
  expect(await listAllBuilds(db(), null)).toMatchObject([{ buildID: "2", patches }]);
  const {
    entries,
    next: _,
    hash,
    ...revision
  } = await getRevision(system("test"), 3, { after: -1, limit: 9 });
  expect(entries).toMatchObject([{ before: { buildID: "1", patches }, after: { buildID: "2", patches } }]);
  const [{ before, after, ...entry }] = entries as [(typeof entries)[0]];
  const text = entryText({ ...entry, before: canonicalize(before), after: canonicalize(after) });
  expect(hashRevision(revision, [text])).toBe(hash);
  expect(await verifyChain(system("test"))).toMatchObject({ sound: true, entries: 6 });
});

test("a build of the past is told as it was", async () => {
  await makeBuild();
  await make(operation({ entity: "build", action: "update", key, rowVersion: 1, fields: { buildID: "2" } }));

  const [first, second] = ["1", "2"].map((buildID) => ({ buildID, patches }));
  expect(await listRowsAt(db(), 2, ["build"])).toMatchObject([{ row: first }]);
  expect(await listReleasesAt(db(), 3, [release])).toContainEqual(
    expect.objectContaining({ entity: "build", row: expect.objectContaining(second) as unknown }),
  );
  const span = { from: 1, to: 2, entities: ["build"] };
  expect(await listChangesBetween(db(), span)).toMatchObject([{ before: null, after: first }]);
  expect(await listChangesBetween(db(), { ...span, from: 2, to: 3 })).toMatchObject([
    { before: first, after: second },
  ]);
});

test.each([
  ["a digit of a hash", `replace(after::text, 'q6urq6ur', 'q6ur06ur')`],
  ["what the last digit of a hash has to spare", `replace(after::text, 'qw"', 'qx"')`],
  ["a digit that is none", `replace(after::text, 'q6urq6ur', 'q6ur 6ur')`],
  ["blanks between patches", `replace(after::text, '],[', '], [')`],
  ["other JSON", `'7'`],
  ["the patches packed otherwise", `replace(after::text, '["*",7,', '["*",7.0,')`],
])("verification finds %s altered in a build", async (_, altered) => {
  await makeBuild();
  await asSuperuser((client) =>
    client.query(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE packed_audit_entries SET after = (${altered})::json WHERE entity = 'build'; COMMIT`),
  );

  expect(await verifyChain(system("test"))).toMatchObject({ sound: false, revision: 2 });
});

test("a former program reads and writes builds and their record under the former names", async () => {
  await makeBuild();
  const whole = canonicalize(patches);
  const record = (revision: number, before: string, after: string) => `
    INSERT INTO revisions (id, at, actor, source, reason, previous_hash, hash)
      SELECT revision + 1, now(), 'psql', 'system', 'x', hash, repeat('${revision}', 64) FROM head;
    INSERT INTO audit_entries (revision, position, entity, key, product, channel, before, after)
      SELECT ${revision}, 0, 'build', '${release}/linux/de', 'Firefox', null, ${before}, ${after};
    UPDATE head SET revision = ${revision}, hash = repeat('${revision}', 64)`;
  const row = `(SELECT json_build_object('patches', patches, 'rowVersion', row_version) FROM builds)`;

  await withConnection(async (client) => {
    const { rows } = await client.query(`SELECT patches::text FROM builds`);
    expect(rows).toEqual([{ patches: whole }]);
    const written = await client.query(
      `BEGIN; UPDATE builds AS t SET patches = r.patches, row_version = r.v FROM (SELECT '[]'::json AS patches, 2 AS v) AS r
        WHERE t.release = '${release}' AND t.row_version = r.v - 1; ${record(3, row, row)}; COMMIT`,
    );
    expect(resultsOf(written)[1]).toMatchObject({ command: "UPDATE", rowCount: 1 });
    const deleted = await client.query(
      `BEGIN; ${record(4, row, "null")}; DELETE FROM builds AS t WHERE t.row_version = 2; COMMIT`,
    );
    expect(resultsOf(deleted).at(-2)).toMatchObject({ command: "DELETE", rowCount: 1 });
    await client.query(
      `BEGIN; INSERT INTO builds (release, build_target, locale, build_id, attributes, patches)
        VALUES ('${release}', 'linux', 'de', '1', '{}', '${whole}'); ${record(5, "null", row)}; COMMIT`,
    );
  });

  expect(await listBuildsOf(db(), release)).toMatchObject([{ buildID: "1", patches, rowVersion: 1 }]);
});

/** Of a query of several statements. */
function resultsOf(result: unknown): readonly { command: string; rowCount: number | null }[] {
  return result as readonly { command: string; rowCount: number | null }[];
}
