import type pg from "pg";

import { system, type Person } from "@/lib/access/role";
import { createUser } from "@/lib/access/service";
import { submitChangeSet, type Submission } from "@/lib/change-sets/service";
import { operationSchema } from "@/lib/changes/operation";

import { buildOf, buildTargets, locales, product, shipped } from "./releases";
import { itemAt } from "./random";
import { visitor } from "./visitor";

const proposals = 60;
const drafts = 40;
const soon = 3_600_000;

/** People in every role, one of them the visitor, who signs in. */
export async function writePeople(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `INSERT INTO users (email, name, grants)
    SELECT 'person' || n || '@example.com', 'Person ' || n, json_build_array(json_build_object(
      'product', CASE WHEN n % 3 = 0 THEN '*' ELSE $1 || '-' || n % 15 END,
      'role', (ARRAY['viewer', 'driver', 'manager', 'admin'])[1 + n % 4]))
    FROM generate_series(1, $2::integer) AS n`,
    [product, count - 1],
  );
  await client.query(
    `INSERT INTO policies (subject, product, channel, drivers, managers, admins)
    VALUES ('clients', '*', 'release', 1, 1, 0), ('clients', '*', 'beta', 1, 0, 0), ('access', '*', '*', 0, 0, 1)`,
  );
  await createUser(system("bench"), { ...visitor, grants: [{ role: "admin", product: "*" }] });
}

/** Change sets that wait, drafts, and many that are done with. */
export async function writeChangeSets(client: pg.Client, done: number): Promise<void> {
  for (let number = 0; number < proposals; number++) {
    const author = personOf(`person${number % 5}@example.com`);
    const at = number % 3 === 0 ? new Date(Date.now() + (1 + number) * soon) : null;
    const steps = [{ at, operations: [priorityOf(number)] }];
    await submitChangeSet(author, { reason: `Proposal ${number}`, source: "ui", steps });
  }
  for (let number = 0; number < drafts; number++) {
    const operations = [priorityOf(number), priorityOf(number + 1)];
    const draft: Submission = { reason: "Draft", source: "ui", operations, draft: true };
    await submitChangeSet(personOf(`person${number + 10}@example.com`), draft);
  }
  const large: Submission = {
    reason: "Every build anew",
    source: "ui",
    operations: buildsAnew(),
    draft: true,
  };
  await submitChangeSet(personOf("person1@example.com"), large);
  await client.query(
    `WITH made AS (
      INSERT INTO change_sets (state, author_kind, author, source, reason, accept, releases, products, created_at, updated_at)
      SELECT 'enacted', 'person', 'person' || n % 50 || '@example.com', 'ui', 'Change ' || n, '{}', '{}', ARRAY[$1],
        timestamptz '2026-01-01' + n * interval '6 hours', timestamptz '2026-01-01' + n * interval '6 hours'
      FROM generate_series(1, $2::integer) AS n RETURNING id, created_at)
    INSERT INTO change_set_steps (change_set, position, state, revision, enacted_at)
    SELECT id, 0, 'enacted', 1000 + id, created_at FROM made`,
    [product, done],
  );
}

function personOf(email: string): Person {
  return { kind: "person", id: email, email, name: email, grants: [{ role: "driver", product: "*" }] };
}

/** Rules from the first of the small products on; every fourth is of the channel "release". */
const firstOfOthers = 208;

function priorityOf(number: number) {
  return operationSchema.parse({
    entity: "rule",
    action: "update",
    key: { id: firstOfOthers + number * 4 },
    rowVersion: 1,
    fields: { priority: 700 + number },
  });
}

function buildsAnew() {
  const release = itemAt(shipped.release, 40);
  return buildTargets.flatMap(({ name }) =>
    locales.map((locale) =>
      operationSchema.parse({
        entity: "build",
        action: "update",
        key: { release: release.name, buildTarget: name, locale },
        rowVersion: 1,
        fields: { patches: buildOf(release, name, locale).patches.slice(0, 2) },
      }),
    ),
  );
}
