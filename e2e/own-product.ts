import { expect, type APIRequestContext } from "@playwright/test";

import { adminApi, apiWith, makeNotice } from "./admin-api";
import { demo } from "./services";
import { test as base } from "./test";
import type { Role } from "./signed-in";

/** What a test has for itself: a product with the sign-off policies of new products, and a rule on each channel. */
export type OwnProduct = {
  readonly name: string;
  /** The ids of its rules, by channel. */
  readonly rules: Readonly<Record<"beta" | "release", number>>;
  /** What a client of the channel is told. */
  readonly answer: (channel: string) => Promise<string>;
  /** Submits operations as somebody. */
  readonly submit: (
    who: Role,
    reason: string,
    operations: readonly object[],
    more?: { draft?: boolean },
  ) => Promise<Submitted>;
};

export type Submitted = { changeSet: number; revision: number | null; kind?: string };

export const first = "First";
export const second = "Second";

/** The secrets of sessions that this process's tests speak with. */
const secrets = new Map<Role, string>();

/** Signs one of the demo's people in through the API. @returns the secret that stands for them */
export async function sessionOf(context: APIRequestContext, who: Role): Promise<string> {
  const known = secrets.get(who);
  if (known !== undefined) return known;
  const data = { email: `${who}@example.com`, password: "demo-demo-demo" };
  const answer = await context.post("session", { data });
  expect(answer.ok()).toBe(true);
  const secret = ((await answer.json()) as { secret?: string; token?: string }).secret ?? "";
  secrets.set(who, secret);
  return secret;
}

const notice = (product: string, name: string) =>
  makeNotice(product, name, `https://${product.toLowerCase()}.example/${name}`);

const rule = (product: string, channel: string) => ({
  entity: "rule",
  action: "create",
  value: { product, channel, priority: 100, mapping: `${product}-${first}`, alias: `${product}-${channel}` },
});

/** An update of one of the product's rules, as whoever saw its row version would make it. */
export const change = (id: number, fields: object, rowVersion = 1) => ({
  entity: "rule",
  action: "update",
  key: { id },
  rowVersion,
  fields,
});

export const test = base.extend<{ own: OwnProduct }>({
  own: async ({}, provide, { testId }) => {
    const name = `Own${testId.slice(-8).replaceAll("-", "")}${Date.now().toString(36)}`;
    const context = await adminApi();
    const operations = [
      { entity: "product", action: "create", value: { name } },
      { entity: "channel", action: "create", value: { product: name, name: "beta" } },
      { entity: "channel", action: "create", value: { product: name, name: "release" } },
      notice(name, first),
      notice(name, second),
      rule(name, "beta"),
      rule(name, "release"),
    ];
    const made = await context.post("change-sets", { data: { reason: "A test's own product", operations } });
    expect(made.ok(), await made.text()).toBe(true);
    const { revision } = (await made.json()) as Submitted;
    const record = (await (await context.get(`revisions/${String(revision)}`)).json()) as {
      entries: { entity: string; key: string; channel: string }[];
    };
    const idOn = (channel: string) =>
      Number(record.entries.find((entry) => entry.entity === "rule" && entry.channel === channel)?.key);
    await provide({
      name,
      rules: { beta: idOn("beta"), release: idOn("release") },
      answer: async (channel) => {
        const at = `${demo.url}/update/3/${name}/1.0/1/Linux/de/${channel}/Linux/default/default/update.xml?force=1`;
        return (await context.get(at)).text();
      },
      submit: async (who, reason, given, more = {}) => {
        const own = await apiWith(await sessionOf(context, who));
        const answer = await own.post("change-sets", { data: { reason, operations: given, ...more } });
        expect(answer.ok(), await answer.text()).toBe(true);
        const submitted = (await answer.json()) as Submitted;
        await own.dispose();
        return submitted;
      },
    });
    await context.dispose();
  },
});
