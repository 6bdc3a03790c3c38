import fs from "node:fs";
import path from "node:path";

import { beforeAll, expect, test, vi } from "vitest";

import { emptyDatabase } from "@/lib/testing/database";

// Who asks without a token or session has neither cookies nor headers.
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => [] }),
  headers: () => Promise.resolve(new Headers({ host: "aus.example.com", origin: "http://aus.example.com" })),
}));

beforeAll(emptyDatabase);

/** Every server action, by file, with arguments that it would take. */
const actions: Readonly<Record<string, readonly (readonly [name: string, ...args: unknown[]])[]>> = {
  "(dashboard)/account/actions.ts": [
    ["changeOwnPassword", { current: "x", password: "long-enough-password", again: "long-enough-password" }],
    ["endOwnSession", "x"],
    ["endOwnOtherSessions"],
  ],
  "set-password/actions.ts": [
    ["setFirstPassword", "wrong", { password: "long-enough-password", again: "long-enough-password" }],
  ],
  "set-up/actions.ts": [
    [
      "makeFirstAdministrator",
      "wrong",
      { name: "A", email: "a@example.com", password: "long-enough-password", again: "long-enough-password" },
    ],
  ],
};

test("every server action is listed, and none does anything for whoever has not signed in", async () => {
  const app = import.meta.dirname;
  const files = fs
    .readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter(
      (file) =>
        /\.tsx?$/.test(file) && fs.readFileSync(path.join(app, file), "utf8").includes('"use server"'),
    )
    .filter((file) => !file.endsWith(".test.ts"));
  const found = files.flatMap((file) =>
    [...fs.readFileSync(path.join(app, file), "utf8").matchAll(/^export async function (\w+)/gm)].map(
      ([, name]) => `${file} ${name ?? ""}`,
    ),
  );
  const listed = Object.entries(actions).flatMap(([file, list]) => list.map(([name]) => `${file} ${name}`));
  expect(found.sort()).toEqual(listed.sort());
  for (const [file, list] of Object.entries(actions)) {
    const loaded = (await import(path.join(app, file))) as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    for (const [name, ...args] of list) {
      expect([name, await loaded[name]?.(...args)]).toMatchObject([name, { done: false }]);
    }
  }
});
