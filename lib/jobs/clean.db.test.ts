import { beforeEach, expect, test } from "vitest";

import { db } from "@/lib/db/client";
import { asSuperuser, emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { clean } from "./clean";

beforeEach(emptyDatabase);

test("what is over is deleted, and nothing else", async () => {
  await makePeople({ viewer: "viewer" });
  await make(create("hook", { name: "chat", url: "https://chat.example.com/", events: ["failed"] }));
  await asSuperuser((client) =>
    client.query(`
      INSERT INTO sessions (id, email, kind, client, expires_at) VALUES
        (repeat('0', 64), 'viewer@example.com', 'browser', '', now() - interval '1 minute'),
        (repeat('1', 64), 'viewer@example.com', 'browser', '', now() + interval '1 day');
      INSERT INTO set_up_links VALUES ('old', now() - interval '1 minute'), ('young', now() + interval '1 hour');
      INSERT INTO sign_in_attempts (key, points, expire) VALUES
        ('old', 1, extract(epoch FROM now()) * 1000 - 1000), ('young', 1, extract(epoch FROM now()) * 1000 + 60000);
      INSERT INTO hook_deliveries (hook, event, payload, state, created_at) VALUES
        ('chat', 'old', '{}', 'delivered', now() - interval '31 days'),
        ('chat', 'waiting', '{}', 'pending', now() - interval '31 days'),
        ('chat', 'young', '{}', 'delivered', now());
      INSERT INTO idempotency_keys (caller, key, request_hash, created_at) VALUES
        ('a', 'old', '', now() - interval '25 hours'), ('a', 'young', '', now() - interval '23 hours');
      SELECT jobs.add_job('replaced', max_attempts := 1);
      SELECT jobs.add_job('exhausted', max_attempts := 1, job_key := 'somebody looks for it');
      SELECT jobs.add_job('waiting');
      UPDATE jobs._private_jobs SET attempts = 1;`),
  );

  await clean(new Date());

  expect(await db().session.findMany({ select: { id: true } })).toEqual([{ id: "1".repeat(64) }]);
  expect(await db().setUpLink.findMany({ select: { tokenHash: true } })).toEqual([{ tokenHash: "young" }]);
  expect(await db().hookDelivery.findMany({ select: { event: true }, orderBy: { id: "asc" } })).toEqual([
    { event: "waiting" },
    { event: "young" },
  ]);
  expect(await db().idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: "young" }]);
  expect(await db().$queryRaw`SELECT key FROM sign_in_attempts`).toEqual([{ key: "young" }]);
  expect(await db().$queryRaw`SELECT task_identifier AS task FROM jobs.jobs ORDER BY id`).toEqual([
    { task: "exhausted" },
    { task: "waiting" },
  ]);
});

test("the application works with jobs, and can't make or alter the queue's tables", async () => {
  await withConnection(async (client) => {
    await client.query("SELECT FROM jobs.add_job('task')");
    for (const forbidden of [
      "CREATE TABLE jobs.own (id integer)",
      "DROP TABLE jobs._private_jobs",
      "DELETE FROM jobs.migrations",
      "SELECT grant_job_rights()",
    ]) {
      await expect(client.query(forbidden)).rejects.toMatchObject({ code: "42501" });
    }
  });
});
