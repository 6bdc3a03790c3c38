import { beforeEach, expect, test } from "vitest";

import { system, type Automation, type Person } from "@/lib/access/role";
import { asSuperuser, emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";

import { entryText, hashRevision } from "./chain";
import { exportRecord, getRevision, listRevisions, verifyChain } from "./service";

beforeEach(emptyDatabase);

const auditor = system("test");

/** What psql would do, as the application's user. */
function sql(text: string): Promise<unknown> {
  return withConnection((client) => client.query(text));
}

/** What psql would do as somebody whom no missing right stops. */
function superSql(text: string): Promise<unknown> {
  return asSuperuser((client) => client.query(text));
}

/** What only somebody could do who owns the whole server and means harm. */
function tamper(text: string): Promise<unknown> {
  return superSql(`BEGIN; SET LOCAL session_replication_role = replica; ${text}; COMMIT`);
}

test.each([
  "UPDATE revisions SET reason = 'Another'",
  "DELETE FROM revisions",
  "TRUNCATE revisions CASCADE",
  "UPDATE packed_audit_entries SET after = NULL",
  "DELETE FROM packed_audit_entries",
  "TRUNCATE packed_audit_entries",
  "DELETE FROM head",
  "INSERT INTO head (id) VALUES (1)",
])("the database refuses even its superuser: %s", async (statement) => {
  await makeFirefox();

  await expect(superSql(statement)).rejects.toThrow("is refused");
});

test.each([
  "UPDATE revisions SET reason = 'Another'",
  "UPDATE packed_audit_entries SET after = NULL WHERE false",
  "DELETE FROM packed_audit_entries",
  "DELETE FROM revisions",
  "INSERT INTO head (id) VALUES (2)",
  "TRUNCATE rules CASCADE",
  "TRUNCATE packed_audit_entries",
  "ALTER TABLE rules DISABLE TRIGGER ALL",
  "ALTER TABLE packed_audit_entries DISABLE TRIGGER audit_entries_are_permanent",
  "ALTER TABLE packed_audit_entries ALTER COLUMN after DROP NOT NULL",
  "DROP TRIGGER rules_note_updates ON rules",
  "DROP TABLE packed_audit_entries",
  "DROP FUNCTION require_audit_entries() CASCADE",
  "CREATE OR REPLACE FUNCTION refuse_statement() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
  "CREATE TRIGGER silence BEFORE INSERT ON changed_rows EXECUTE FUNCTION suppress_redundant_updates_trigger()",
  "CREATE RULE silence AS ON INSERT TO changed_rows DO INSTEAD NOTHING",
  "DELETE FROM changed_rows",
  "SELECT setval('changed_rows_id_seq', 1)",
  "CREATE TABLE revisions_too (id integer)",
  "CREATE FUNCTION public.coalesce(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
  "SET session_replication_role = replica",
  "SET ROLE aus3_owner",
  "SET SESSION AUTHORIZATION postgres",
  "ALTER ROLE CURRENT_USER SUPERUSER",
  "ALTER FUNCTION note_changed_rows() SECURITY INVOKER",
  "DELETE FROM _prisma_migrations",
  "CREATE OR REPLACE VIEW audit_entries AS SELECT * FROM packed_audit_entries",
  "DROP TRIGGER builds_are_written ON builds",
])("the application's user may not: %s", async (statement) => {
  await makeFirefox();

  await expect(sql(statement)).rejects.toThrow(/permission denied|must be owner/);
});

test("trigger functions, which run with their owner's rights, cannot be hung onto a table of one's own", async () => {
  await expect(
    sql(`CREATE TEMPORARY TABLE mine (id integer);
      CREATE TRIGGER mine AFTER INSERT ON mine REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('rule', 'pg_temp.harm()')`),
  ).rejects.toThrow("permission denied for function note_changed_rows");
});

test("no table or function of one's own stands in for those that triggers mean", async () => {
  await makeFirefox();

  await expect(
    sql(`CREATE TEMPORARY TABLE changed_rows (id bigserial, entity text, keys text[]);
      CREATE TEMPORARY TABLE revisions (id integer, hash text, transaction bigint);
      SET search_path = pg_temp, public;
      UPDATE rules SET background_rate = 1`),
  ).rejects.toThrow("is not recorded");
});

test.each([
  "UPDATE rules SET background_rate = 1",
  "DELETE FROM rules",
  "INSERT INTO rules (priority) VALUES (1)",
  "UPDATE releases SET read_only = true",
  "UPDATE products SET throttle = 1",
  "UPDATE settings SET throttle = 1",
  "INSERT INTO shut_offs (product, channel) VALUES ('*', '*')",
  "INSERT INTO hooks (name, url, events, products) VALUES ('x', 'https://example.com/', '{enacted}', '{}')",
  "INSERT INTO channels (product, name) VALUES ('Firefox', 'beta')",
  "INSERT INTO pins (product, channel, version, mapping) VALUES ('Firefox', 'a', '1.', 'Firefox-130.0-build1')",
  "INSERT INTO allowed_domains (host, products) VALUES ('example.com', '{Firefox}')",
  `INSERT INTO builds (release, build_target, locale, attributes, patches)
    VALUES ('Firefox-130.0-build1', 'Linux', 'de', '{}', '[]')`,
])("a change without its audit entry does not commit: %s", async (statement) => {
  await makeFirefox();

  await expect(sql(statement)).rejects.toThrow("is not recorded");
  await expect(sql(`BEGIN; ${statement}; SET CONSTRAINTS ALL IMMEDIATE; COMMIT`)).rejects.toThrow(
    "is not recorded",
  );
});

test("a change whose audit entry is that of another row does not commit", async () => {
  await makeFirefox();
  const record = `
    INSERT INTO revisions (id, at, actor, source, reason, previous_hash, hash)
      SELECT revision + 1, now(), 'psql', 'system', 'x', hash, repeat('a', 64) FROM head;
    INSERT INTO audit_entries (revision, position, entity, key, after) VALUES (2, 0, 'rule', '99', '{}');
    UPDATE head SET revision = 2, hash = repeat('a', 64)`;

  await expect(sql(`BEGIN; UPDATE rules SET background_rate = 1; ${record}; COMMIT`)).rejects.toThrow(
    'the change of rule "1" is not recorded',
  );
});

test("configuration tables cannot be truncated", async () => {
  await expect(superSql("TRUNCATE rules CASCADE")).rejects.toThrow("TRUNCATE of rules is refused");
});

test("no entry can be added to a revision of the past", async () => {
  await makeFirefox();
  const entry =
    "INSERT INTO audit_entries (revision, position, entity, key, after) VALUES (1, 9, 'rule', '1', '{}')";

  await expect(sql(entry)).rejects.toThrow("only together with its revision");
});

test("a revision that does not follow the newest one is refused", async () => {
  await makeFirefox();
  const revision = (id: number, previous: string) =>
    `INSERT INTO revisions (id, at, actor, source, reason, previous_hash, hash)
      VALUES (${id}, now(), 'psql', 'system', 'x', '${previous}', repeat('a', 64))`;

  await expect(sql(revision(7, ""))).rejects.toThrow("does not follow");
  await expect(sql(revision(2, "wrong"))).rejects.toThrow("does not follow");
});

test("the head is always the newest revision", async () => {
  await makeFirefox();

  await expect(sql("UPDATE head SET revision = 5")).rejects.toThrow("not the newest revision");
});

test("the marks that triggers leave are gone after the commit", async () => {
  await makeFirefox();

  const { rows } = (await superSql("SELECT * FROM changed_rows")) as { rows: unknown[] };
  expect(rows).toEqual([]);
});

const rate = (backgroundRate: number, rowVersion: number) =>
  operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion, fields: { backgroundRate } });

async function threeRevisions(): Promise<void> {
  await makeFirefox();
  await make(rate(10, 1));
  await make(rate(20, 2), create("channel", { product: "Firefox", name: "nächtlich 🦊" }));
}

test("an untouched record is found sound", async () => {
  expect(await verifyChain(auditor)).toEqual({ sound: true, revisions: 0, entries: 0 });
  await threeRevisions();

  expect(await verifyChain(auditor)).toEqual({ sound: true, revisions: 3, entries: 6 });
});

test.each([
  [
    "a byte of a row",
    "UPDATE packed_audit_entries SET after = replace(after::text, '10', '11')::json WHERE revision = 2",
    2,
    [0],
  ],
  [
    "blanks in a row",
    "UPDATE packed_audit_entries SET before = (before::text || ' ')::json WHERE revision = 2",
    2,
    [0],
  ],
  [
    "a byte of the newest state of a row",
    "UPDATE packed_audit_entries SET after = replace(after::text, '🦊', '🐻')::json WHERE revision = 3 AND position = 0",
    3,
    [0],
  ],
  ["another key", "UPDATE packed_audit_entries SET key = '7' WHERE revision = 3 AND position = 1", 3, [1]],
  [
    "another product",
    "UPDATE packed_audit_entries SET product = 'Firefux' WHERE revision = 3 AND position = 1",
    3,
  ],
  ["an entry taken out", "DELETE FROM packed_audit_entries WHERE revision = 3 AND position = 1", 3],
  [
    "an entry put in",
    "INSERT INTO packed_audit_entries (revision, position, entity, key, after) VALUES (2, 1, 'rule', '2', '{}')",
    2,
  ],
  ["another actor", "UPDATE revisions SET actor = 'somebody else' WHERE id = 1", 1],
  ["another time", "UPDATE revisions SET at = at + interval '1 millisecond' WHERE id = 1", 1],
  ["another hash", "UPDATE revisions SET hash = repeat('b', 64) WHERE id = 1", 1],
  [
    "a revision taken out",
    "DELETE FROM packed_audit_entries WHERE revision = 2; DELETE FROM revisions WHERE id = 2",
    3,
  ],
  [
    "the newest taken out",
    "DELETE FROM packed_audit_entries WHERE revision = 3; DELETE FROM revisions WHERE id = 3",
    3,
  ],
])("verification finds %s, and where", async (_, statement, revision, positions?: number[]) => {
  await threeRevisions();
  await tamper(statement);

  const where = positions === undefined ? { revision } : { revision, positions };
  expect(await verifyChain(auditor)).toMatchObject({ sound: false, ...where });
});

test("revisions are listed from the newest on, page by page, and back again", async () => {
  await threeRevisions();

  const first = await listRevisions(auditor, { limit: 2 });
  expect(first).toMatchObject({
    revisions: [
      { id: 3, entries: 2 },
      { id: 2, entries: 1 },
    ],
    next: 2,
    previous: null,
  });
  const second = await listRevisions(auditor, { before: first.next, limit: 2 });
  expect(second).toMatchObject({
    revisions: [{ id: 1, actor: "system test", reason: "Test" }],
    next: null,
    previous: 1,
  });
  expect(await listRevisions(auditor, { after: second.previous, limit: 2 })).toEqual(first);
  expect(await listRevisions(auditor, { after: 1, limit: 1 })).toMatchObject({
    revisions: [{ id: 2 }],
    next: 2,
    previous: 2,
  });
});

const late = new Date(Date.now() + 60_000);

test.each([
  [{ actor: "system test" }, [3, 2, 1]],
  [{ actor: "system" }, []],
  [{ source: "system" }, [3, 2, 1]],
  [{ source: "ui" }, []],
  [{ entity: "channel" }, [3]],
  [{ entity: "rule", key: "1" }, [3, 2, 1]],
  [{ entity: "channel", key: "1" }, []],
  [{ product: "Firefox" }, [3, 2, 1]],
  [{ channel: "release" }, [3, 2, 1]],
  [{ channel: "beta" }, []],
  [{ reason: "tES" }, [3, 2, 1]],
  [{ reason: "T%t" }, []],
  [{ reason: "_est" }, []],
  [{ from: late }, []],
  [{ to: late }, [3, 2, 1]],
  [{ entity: "channel", actor: "system test", to: late }, [3]],
])("revisions are found by %j", async (filter, ids) => {
  await threeRevisions();

  const { revisions } = await listRevisions(auditor, { ...filter, limit: 10 });
  expect(revisions.map(({ id }) => id)).toEqual(ids);
  const lines: { id?: number }[] = [];
  for await (const line of exportRecord(auditor, { after: 0, ...filter })) {
    lines.push(JSON.parse(line) as object);
  }
  expect(lines.flatMap(({ id }) => id ?? []).reverse()).toEqual(ids);
});

test("a revision's entries come in order, page by page", async () => {
  await makeFirefox();

  const first = await getRevision(auditor, 1, { after: -1, limit: 2 });
  expect(first.entries.map(({ key }) => key)).toEqual(["Firefox", "Firefox-130.0-build1"]);
  const rest = await getRevision(auditor, 1, { after: first.next!, limit: 2 });
  expect(rest).toMatchObject({ entries: [{ entity: "rule", before: null, after: { id: 1 } }], next: null });
});

test("nobody sees entries of products that are none of theirs", async () => {
  await makeFirefox();
  const viewer: Person = {
    kind: "person",
    id: "1",
    email: "v@example.com",
    name: "V",
    grants: [{ role: "viewer", product: "Thunderbird" }],
  };

  expect((await getRevision(viewer, 1, { after: -1, limit: 10 })).entries).toEqual([]);
  await expect(listRevisions({ ...viewer, grants: [] }, { limit: 1 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

type Line = Record<string, unknown> & { revision?: number; product?: string | null };

async function exported(actor: Person | Automation | typeof auditor, after = 0): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of exportRecord(actor, { after })) lines.push(JSON.parse(line) as Line);
  return lines;
}

test("the exported record is enough to recompute every hash of it", async () => {
  await makeFirefox();
  await make(create("product", { name: "Thunderbird" }));
  const lines = await exported(auditor);
  const revisions = lines.filter(({ revision }) => revision === undefined);

  expect(revisions.map(({ id }) => id)).toEqual([1, 2]);
  for (const { hash, ...content } of revisions) {
    const entries = lines
      .filter(({ revision }) => revision === content["id"])
      .map(({ before, after, ...entry }) =>
        entryText({ ...entry, before: JSON.stringify(before), after: JSON.stringify(after) } as never),
      );
    expect(hashRevision({ ...content, at: new Date(content["at"] as string) } as never, entries)).toBe(hash);
  }
});

test("an export goes on after a revision, and has nothing after the newest", async () => {
  await makeFirefox();
  await make(create("product", { name: "Thunderbird" }));

  expect(await exported(auditor, 1)).toMatchObject([{ id: 2 }, { revision: 2, key: "Thunderbird" }]);
  expect(await exported(auditor, 2)).toEqual([]);
});

test("an export leaves out the rows of products that a token is not for", async () => {
  await makeFirefox();
  const token: Automation = {
    kind: "token",
    id: "1",
    name: "bird",
    scope: "read",
    products: ["Thunderbird"],
    channel: "*",
  };

  expect((await exported(token)).filter(({ product }) => product === "Firefox")).toEqual([]);
});
