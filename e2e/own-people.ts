import { expect, type APIRequestContext, type Page } from "@playwright/test";

import { adminApi, makeNotice } from "./admin-api";
import { makePerson, newVisitor } from "./people";
import { signInBeside } from "./signed-in";
import { test as base } from "./test";

export type Own = {
  /** The API, asked as automation that may do everything but sign. */
  api: APIRequestContext;
  /** A product that no other test touches, with a release of its name followed by "-notice". */
  product: string;
  /** Makes somebody with a role and signs them in; their page is still empty. */
  enterAs: (role: string) => Promise<Page>;
};

export const test = base.extend<Own>({
  api: async ({}, provide) => {
    const api = await adminApi();
    await provide(api);
    await api.dispose();
  },
  product: async ({ api }, provide) => {
    const name = `Own${Math.random().toString(36).slice(2, 10)}`;
    await submit(api, [
      { entity: "product", action: "create", value: { name } },
      makeNotice(name, "notice", "https://example.com/why"),
    ]);
    await provide(name);
  },
  enterAs: async ({ browser }, provide) => {
    const pages: Page[] = [];
    await provide(async (role) => {
      const email = await makePerson(role, role);
      const { page } = await newVisitor(browser);
      await signInBeside(page.context(), email);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
  },
});

/** Enacts operations that nobody has to sign. */
export async function submit(api: APIRequestContext, operations: readonly object[]): Promise<void> {
  const made = await api.post("change-sets", { data: { reason: "What a test starts from", operations } });
  expect(made.status(), await made.text()).toBe(200);
}

/** A rule on the nightly channel, for which nobody has to sign. @returns its number */
export async function makeRule(
  api: APIRequestContext,
  product: string,
  fields: object = {},
): Promise<{ id: number; rowVersion: number }> {
  const value = { product, channel: "nightly", priority: 50, ...fields };
  await submit(api, [{ entity: "rule", action: "create", value }]);
  const { rules } = (await (await api.get("rules")).json()) as {
    rules: { id: number; product: string; rowVersion: number }[];
  };
  const own = rules.filter((rule) => rule.product === product).sort((a, b) => b.id - a.id);
  return own[0]!;
}
