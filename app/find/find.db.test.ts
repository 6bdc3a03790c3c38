import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { env } from "@/lib/env";
import { sharedSource } from "@/lib/serving/refresh-shared";
import { openSession } from "@/lib/sessions/service";
import { asTask } from "@/lib/tasks/service";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, makeFirefox, release } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { GET as findPlaces } from "./route";
import { GET as findReleases } from "./releases/route";
import { GET as findWork } from "./work/route";

const jar = vi.hoisted(() => ({ cookies: [] as { name: string; value: string }[] }));

vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => jar.cookies }),
  headers: () => Promise.resolve(new Headers()),
}));

type People = Awaited<ReturnType<typeof makeEverybody>>;
let people: People;

const makeEverybody = () =>
  makePeople({ reader: "viewer", warden: [{ role: "viewer", product: "Egret" }], nobody: [] });

beforeAll(async () => {
  await emptyDatabase();
  await makeFirefox();
  const numbers = Array.from({ length: 120 }, (_, number) => number);
  await make(
    create("product", { name: "Egret" }),
    ...numbers.map((number) =>
      create(
        "release",
        release(`Egret-${String(number)}`, { product: "Egret", comment: `Number ${number}` }),
      ),
    ),
  );
  people = await makeEverybody();
});
beforeEach(() => {
  jar.cookies = [];
});
afterAll(() => sharedSource().close());

async function signInAs(person: People[keyof People]): Promise<void> {
  const { secret } = await openSession(person, "browser", null);
  const value = await encode({ token: { sid: secret }, secret: env().AUS_SECRET });
  jar.cookies = [{ name: "aus3.session", value }];
}

type Found = { rows: { name: string }[]; shown: number; all: number; from: number; query: string };

async function releasesFor(query: string): Promise<Found> {
  const answer = await findReleases(new Request(`http://localhost/find/releases?${query}`));
  expect(answer.status).toBe(200);
  return (await answer.json()) as Found;
}

test("whoever has not signed in, or may see nothing, finds nothing", async () => {
  const ask = async () => [
    (await findReleases(new Request("http://localhost/find/releases"))).status,
    (await findPlaces(new Request("http://localhost/find?q=egret"))).status,
    (await findWork()).status,
  ];
  expect(await ask()).toEqual([401, 401, 401]);
  await signInAs(people.nobody);
  expect(await ask()).toEqual([403, 403, 403]);
});

test("a window of the releases that fit is found, from the place that is asked for", async () => {
  await signInAs(people.reader);
  expect(await releasesFor("")).toMatchObject({ from: 0, shown: 121, all: 121, query: "" });
  const last = await releasesFor("product=Egret&sort=name&from=100");
  expect(last).toMatchObject({ from: 100, shown: 120, query: "product=Egret&sort=name" });
  expect(last.rows.map(({ name }) => name)).toEqual(
    Array.from({ length: 20 }, (_, number) => `Egret-${String(100 + number)}`),
  );
  expect((await releasesFor("use=served")).rows).toMatchObject([{ name: "Firefox-130.0-build1", mapped: 1 }]);
  expect(await releasesFor("from=-1&product=No&use=x&sort=y")).toMatchObject({ from: 0, shown: 121 });
});

test("readers of one product find that product's releases only", async () => {
  await signInAs(people.warden);
  expect(await releasesFor("product=Firefox")).toMatchObject({ shown: 120, all: 120 });
  expect((await releasesFor("q=firefox")).rows).toEqual([]);
});

test("a release that is made is found by the next who asks", async () => {
  await signInAs(people.reader);
  expect((await releasesFor("q=brand+new")).rows).toEqual([]);
  await make(create("release", release("Firefox-131.0", { comment: "Brand new" })));
  await expect
    .poll(async () => (await releasesFor("q=brand+new")).rows)
    .toMatchObject([{ name: "Firefox-131.0" }]);
});

test("work is found as long as it runs", async () => {
  await signInAs(people.reader);
  const running = async () => (await (await findWork()).json()) as { running: { title: string }[] };
  await asTask(
    people.reader,
    { kind: "import", title: "Import A", phase: "Writing builds" },
    async () => {
      expect(await running()).toMatchObject({ running: [{ title: "Import A", phase: "Writing builds" }] });
    },
    () => ({ says: "Done", isGood: true }),
  );
  expect(await running()).toEqual({ running: [] });
});
