import fs from "node:fs";
import path from "node:path";

import { beforeAll, expect, test, vi } from "vitest";

import { Refusal } from "@/lib/errors";
import { emptyDatabase } from "@/lib/testing/database";

// Who asks without a token or session has neither cookies nor headers.
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => [] }),
  headers: () => Promise.resolve(new Headers({ host: "aus.example.com", origin: "http://aus.example.com" })),
}));

beforeAll(emptyDatabase);

const set = { id: "1", rowVersion: "1" };
const product = { entity: "product", action: "create", value: { name: "A" } };
const release = { name: "A-1", product: "A", content: { kind: "application" } };

/** Every server action, by file, with arguments that it would take. */
const actions: Readonly<Record<string, readonly (readonly [name: string, ...args: unknown[]])[]>> = {
  "(dashboard)/account/actions.ts": [
    ["changeOwnPassword", { current: "x", password: "long-enough-password", again: "long-enough-password" }],
    ["endOwnSession", "x"],
    ["endOwnOtherSessions"],
  ],
  "(dashboard)/audit/actions.ts": [
    ["goBack", { revision: "1", reason: "x" }],
    ["verifyRecord", {}],
  ],
  "(dashboard)/changes/actions.ts": [
    ["sign", { ...set, role: "manager" }],
    ["propose", { ...set, reason: "x" }],
    ["cancel", set],
    ["comment", { id: "1", text: "x" }],
    ["askForChanges", { ...set, text: "x" }],
    ["move", { id: "1", move: "abort" }],
    ["reschedule", { ...set, kind: "once" }],
    ["resolve", set],
    ["letPass", { ...set, override: "x" }],
    ["mend", { ...set, operation: JSON.stringify(product) }],
  ],
  "(dashboard)/completion-actions.ts": [["completeReleases", null, "x"]],
  "(dashboard)/edit-actions.ts": [
    ["edit", { how: "now", reason: "x", operations: [product] }],
    ["look", [product], []],
    ["takeOut", 0, 1],
    ["discard", 1],
  ],
  "(dashboard)/explain/actions.ts": [
    [
      "completeClient",
      "product",
      { product: "", version: "", buildID: "", buildTarget: "", locale: "", channel: "", osVersion: "" },
      "",
    ],
  ],
  "(dashboard)/nodes/actions.ts": [["letThrough", { revision: "1", reason: "x" }]],
  "(dashboard)/releases/actions.ts": [
    ["lookAtImport", [release]],
    ["importReleases", [release], "x"],
  ],
  "(dashboard)/releases/verify-actions.ts": [["verifyReleaseFiles", { release: "A", files: "head" }]],
  "(dashboard)/settings/actions.ts": [
    ["createAccount", { email: "a@example.com", name: "A", signsIn: "link", grants: [], reason: "x" }],
    ["linkForPassword", "a@example.com"],
    [
      "createToken",
      { name: "a", scope: "read", products: [], channel: "*", days: 1, comment: null, reason: "x" },
    ],
    ["issueTokenSecret", "a"],
  ],
  "(dashboard)/settings/hooks/actions.ts": [
    ["addHook", { name: "a", url: "https://example.com/", events: ["failed"], reason: "x" }],
    ["renewSecret", "a"],
    ["sendAgain", { id: "1" }],
  ],
  "(dashboard)/shut-off-actions.ts": [
    ["turnOff", { product: "A", channel: "*", reason: "x", typed: "A", name: "A" }],
    ["turnOn", { key: "A/*", reason: "x" }],
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
      const outcome = await loaded[name]?.(...args).catch((error: unknown) => ({
        done: !(error instanceof Refusal),
        detail: String(error),
      }));
      expect([name, outcome]).toMatchObject([
        name,
        {
          done: false,
          detail: expect.stringMatching(/Sign in first|session has ended|of no use any more/) as string,
        },
      ]);
    }
  }
});
