import { beforeEach, describe, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { Refusal } from "@/lib/errors";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

import { planTemplate } from "./service";
import { compareChannels, planPromotion } from "./service-channels";

const everybody = system("test");
const stranger: Person = {
  kind: "person",
  id: "00000000-0000-4000-8000-000000000001",
  email: "stranger@example.com",
  name: "Stranger",
  grants: [{ role: "viewer", product: "Thunderbird" }],
};
const channels = { product: "Firefox", from: "releasetest", to: "release" };

const remap = (id: number, rowVersion: number, fields: object) =>
  operation({ entity: "rule", action: "update", key: { id }, rowVersion, fields });

async function refusal(doing: Promise<unknown>): Promise<unknown> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, pointer: error.errors[0]?.pointer };
    throw error;
  }
  return null;
}

/** Revision 1 is all of this: 131.0 on the test channel, 130.0 on release. */
beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("product", { name: "Thunderbird" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    ...["100.0", "130.0", "131.0"].flatMap(shippedFirefox),
    create("rule", { product: "Firefox", channel: "releasetest", priority: 9, mapping: "Firefox-131.0" }),
    create("rule", { product: "Firefox", channel: "release", priority: 100, mapping: "Firefox-130.0" }),
  );
});

describe("a template", () => {
  const given = { product: "Firefox", channel: "release", release: "Firefox-131.0" };

  test("answers operations that can be made as they are", async () => {
    const { operations, sentence } = await planTemplate(everybody, "release", given);
    expect(sentence).toContain("25 % of background checks of Firefox on release");
    await make(...operations);
    expect((await planTemplate(everybody, "release", given)).operations).toEqual([]);
  });

  test("freezes and thaws", async () => {
    const nightly = { product: "Firefox", channel: "release" };
    await make(
      ...(await planTemplate(everybody, "freeze", { ...nightly, release: "Firefox-100.0" })).operations,
    );
    const frozen = await compareChannels(everybody, channels);
    expect(frozen.rules[0]?.to).toMatchObject({ mapping: "Firefox-100.0" });
    await make(...(await planTemplate(everybody, "thaw", nightly)).operations);
    const thawed = await compareChannels(everybody, channels);
    expect(thawed.rules[0]?.to).toMatchObject({ id: 2, mapping: "Firefox-130.0" });
  });

  test("refuses a release that there is not, and is for those who may read the product", async () => {
    expect(await refusal(planTemplate(everybody, "release", { ...given, release: "Firefox-9" }))).toEqual({
      code: "invalid",
      pointer: "/release",
    });
    expect(await refusal(planTemplate(stranger, "release", given))).toMatchObject({ code: "forbidden" });
    expect(await refusal(planTemplate(everybody, "magic", given))).toMatchObject({ code: "not-found" });
  });
});

describe("two channels", () => {
  test("differ by rules and by answers", async () => {
    const { isSame, rules, answers } = await compareChannels(everybody, channels);
    expect(isSame).toBe(false);
    expect(rules).toMatchObject([{ from: { mapping: "Firefox-131.0" }, to: { mapping: "Firefox-130.0" } }]);
    expect(answers.groups.map(({ before, after }) => [before, after])).toContainEqual([
      "Firefox-131.0",
      "Firefox-130.0",
    ]);
    expect(answers.changed).toBeLessThan(answers.states);
  });

  test("have to be known", async () => {
    const asked = [{ to: "relaese" }, { from: "releasetst" }, { to: "releasetest" }];
    const found = await Promise.all(
      asked.map((wrong) => refusal(compareChannels(everybody, { ...channels, ...wrong }))),
    );
    expect(found).toEqual(["/to", "/from", "/to"].map((pointer) => ({ code: "invalid", pointer })));
    expect(await refusal(compareChannels(stranger, channels))).toMatchObject({ code: "forbidden" });
  });
});

describe("a promotion", () => {
  const asked = { ...channels, asOf: null };

  test("makes the target's clients get what was tested", async () => {
    const { operations, remaining, revision } = await planPromotion(everybody, asked);
    expect(remaining.changed).toBe(0);
    await make(...operations);
    expect(await compareChannels(everybody, channels)).toMatchObject({ isSame: true });
    expect(await planPromotion(everybody, { ...asked, asOf: revision })).toMatchObject({ operations: [] });
  });

  test("tells what would differ even then", async () => {
    const { remaining } = await planPromotion(everybody, { ...asked, rate: 25 });
    expect(new Set(remaining.groups.map(({ kind }) => kind))).toEqual(new Set(["held back differently"]));
  });

  test("is refused when the tested rule says something else since", async () => {
    await make(remap(1, 1, { mapping: "Firefox-100.0" }));
    expect(await refusal(planPromotion(everybody, { ...asked, asOf: 1 }))).toEqual({
      code: "conflict",
      pointer: "/asOf",
    });
    expect(await refusal(planPromotion(everybody, { ...asked, asOf: 2 }))).toBeNull();
    expect(await refusal(planPromotion(everybody, { ...asked, asOf: 99 }))).toEqual({
      code: "invalid",
      pointer: "/asOf",
    });
  });

  test("is refused when the tested files are others since", async () => {
    const key = { release: "Firefox-131.0", buildTarget: "linux", locale: "de" };
    const patches = [
      { type: "complete", from: "*", size: 2, hashValue: "f00d", url: "https://dl.example/131.0" },
    ];
    await make(operation({ entity: "build", action: "update", key, rowVersion: 1, fields: { patches } }));
    expect(await refusal(planPromotion(everybody, { ...asked, asOf: 1 }))).toMatchObject({
      code: "conflict",
    });
  });

  test("takes no notice of what happens elsewhere", async () => {
    await make(remap(2, 1, { backgroundRate: 50 }), ...shippedFirefox("132.0"));
    expect(await refusal(planPromotion(everybody, { ...asked, asOf: 1 }))).toBeNull();
  });
});
