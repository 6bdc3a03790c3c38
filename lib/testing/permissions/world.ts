import { system, tokenScopes, type Person } from "@/lib/access/role";
import { mintToken } from "@/lib/access/token";
import { submitChangeSet, type Submission } from "@/lib/change-sets/service";
import { cancelChangeSet, pauseChangeSet } from "@/lib/change-sets/service-schedule";
import { openSession } from "@/lib/sessions/service";
import { asSuperuser, emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, release } from "@/lib/testing/operations";

/** Which products somebody's rights are for. Everything that is asked for belongs to Own. */
export type Place = "Own" | "Other" | "*";

type Kind = { readonly kind: "person" | "token"; readonly rank: string; readonly place: Place };

const places: readonly Place[] = ["Own", "Other", "*"];
const nameOf = (place: Place) => (place === "*" ? "everything" : place);

export type Label = "anonymous" | `${string} of ${string}`;

/** Everybody who could ask: each role and each scope, for this product, another, or all. */
export const actors: Readonly<Record<Label, Kind | { readonly kind: "anonymous" }>> = {
  anonymous: { kind: "anonymous" },
  "nobody of anything": { kind: "person", rank: "nobody", place: "Other" },
  ...Object.fromEntries(
    places.flatMap((place): [Label, Kind][] => [
      ...["viewer", "driver", "manager", "admin"].map((rank): [Label, Kind] => [
        `${rank} of ${nameOf(place)}`,
        { kind: "person", rank, place },
      ]),
      ...tokenScopes.map((rank): [Label, Kind] => [
        `${rank} token of ${nameOf(place)}`,
        { kind: "token", rank, place },
      ]),
    ]),
  ),
};

export type World = {
  /** What each sends. */
  readonly secrets: Readonly<Record<Label, string | undefined>>;
  /** A change set of Own in each state, by state. */
  readonly changeSets: Readonly<Record<string, number>>;
  readonly rowVersions: Readonly<Record<string, number>>;
};

/**
 * Products Own and Other with their usual policies, two releases of Own, rule 1 on its nightly and rule 2 on its
 * release channel, both changed since revision 3, an access policy that asks for two administrators, and a hook for
 * Own and one for every product with a delivery each, 1 and 2.
 */
export async function populate(): Promise<World> {
  await emptyDatabase();
  const people = Object.entries(actors).flatMap(([label, actor]) =>
    actor.kind === "person" ? [{ label, person: personOf(label, actor) }] : [],
  );
  const account = ({ email, name, grants }: Person) => create("user", { email, name, grants });
  const [all, some] = [true, false].map((isAll) =>
    people.filter(({ person }) => isAll === person.grants.some(({ product }) => product === "*")),
  );
  await make(
    ...(all ?? []).map(({ person }) => account(person)),
    create("user", {
      email: "changed@example.com",
      name: "Changed",
      grants: [{ role: "viewer", product: "*" }],
    }),
  );
  await make(
    create("product", { name: "Own" }),
    create("product", { name: "Other" }),
    ...(some ?? []).map(({ person }) => account(person)),
  );
  await make(
    ...["Own-1", "Own-2"].map((name) => create("release", release(name, { product: "Own" }))),
    create("rule", { product: "Own", channel: "nightly", priority: 1, mapping: "Own-1" }),
    create("rule", {
      alias: "own-release",
      product: "Own",
      channel: "release",
      priority: 2,
      mapping: "Own-1",
    }),
    operation({
      entity: "user",
      action: "update",
      key: { email: "changed@example.com" },
      rowVersion: 1,
      fields: { grants: [{ role: "driver", product: "Own" }] },
    }),
  );
  await make(
    ...[1, 2].map((id) => update(id, 10 + id, 1)),
    create("shutOff", { product: "Own", channel: "beta-off", reason: "Off" }),
    operation({
      entity: "user",
      action: "update",
      key: { email: "changed@example.com" },
      rowVersion: 2,
      fields: { grants: [{ role: "viewer", product: "Own" }] },
    }),
    create("token", { name: "unborn", scope: "read", products: ["Own"], expiresAt: "2099-01-01T00:00:00Z" }),
    create("policy", { subject: "access", product: "*", channel: "*", drivers: 0, managers: 0, admins: 2 }),
    create("policy", { subject: "access", product: "Own", channel: "*", drivers: 0, managers: 0, admins: 2 }),
    create("policy", {
      subject: "clients",
      product: "Own",
      channel: "beta-off",
      drivers: 1,
      managers: 1,
      admins: 0,
    }),
  );
  await makeHooks();
  const secrets: Record<Label, string | undefined> = { anonymous: undefined };
  for (const { label, person } of people) {
    secrets[label as Label] = (await openSession(person, "cli", null)).secret;
  }
  for (const [label, actor] of Object.entries(actors)) {
    if (actor.kind === "token") secrets[label as Label] = await secretOf(label, actor);
  }
  return { secrets, ...(await makeChangeSets()) };
}

async function makeHooks(): Promise<void> {
  const hooks = [
    { name: "own-hook", products: ["Own"] },
    { name: "every-hook", products: [] },
  ];
  const url = "https://chat.example.com/";
  await make(...hooks.map((hook) => create("hook", { ...hook, url, events: ["failed"], enabled: false })));
  await asSuperuser((client) =>
    client.query(`INSERT INTO hook_deliveries (hook, event, payload, state) VALUES
      ('own-hook', 'failed', '{}', 'failed'), ('every-hook', 'failed', '{}', 'failed')`),
  );
}

function update(id: number, priority: number, rowVersion: number) {
  return operation({ entity: "rule", action: "update", key: { id }, rowVersion, fields: { priority } });
}

function personOf(label: string, { rank, place }: Kind): Person {
  const email = `${label.replace(" of ", ".").replaceAll(" ", "-").toLowerCase()}@example.com`;
  const grants = rank === "nobody" ? [] : [{ role: rank as "viewer", product: place }];
  return { kind: "person", id: email, email, name: label, grants };
}

function secretOf(name: string, { rank, place }: Kind): Promise<string> {
  return mintToken(system("test"), {
    name,
    scope: rank as "read",
    products: place === "*" ? [] : [place],
    expiresAt: null,
  });
}

/** By a driver of Own; where they wait, it is for a manager. */
async function makeChangeSets(): Promise<Pick<World, "changeSets" | "rowVersions">> {
  const author = personOf("driver of Own", { kind: "person", rank: "driver", place: "Own" });
  const submit = async (rest: Partial<Submission>) => {
    const given = { reason: "Test", source: "api", operations: [update(2, 77, 2)], ...rest } as Submission;
    return (await submitChangeSet(author, given)).changeSet ?? 0;
  };
  const drafted = () => submit({ draft: true });
  const ramp = () => {
    const steps = [{ at: new Date("2099-01-01T00:00:00Z"), operations: [update(1, 78, 2)] }];
    return submit({ operations: undefined, steps } as unknown as Partial<Submission>);
  };
  const ids = {
    draft: await drafted(),
    proposed: await submit({ sign: false }),
    approved: await drafted(),
    scheduled: await ramp(),
    paused: await ramp(),
    cancelled: await drafted(),
    expired: await drafted(),
    failed: await drafted(),
    enacted: await drafted(),
  };
  await pauseChangeSet(author, ids.paused);
  await cancelChangeSet(author, ids.cancelled);
  // What only time would bring.
  for (const state of ["approved", "expired", "failed", "enacted"] as const) {
    await asSuperuser((client) =>
      client.query(
        "UPDATE change_sets SET state = $1, failure = CASE $1 WHEN 'failed' THEN 'No' END WHERE id = $2",
        [state, ids[state]],
      ),
    );
  }
  const { rows } = await asSuperuser((client) =>
    client.query<{ id: number; row_version: number }>("SELECT id, row_version FROM change_sets"),
  );
  const versions = new Map(rows.map((row) => [row.id, row.row_version]));
  const rowVersions = Object.entries(ids).map(([state, id]) => [state, versions.get(id) ?? 0]);
  return { changeSets: ids, rowVersions: Object.fromEntries(rowVersions) as Record<string, number> };
}
