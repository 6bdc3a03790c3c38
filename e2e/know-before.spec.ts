import { expect } from "@playwright/test";

import { makePerson, newVisitor } from "./people";
import { change, first, second, test } from "./own-product";
import { demo } from "./services";
import { beSignedIn, signInBeside } from "./signed-in";

const clientOf = (product: string, channel: string, system = "Windows_NT%206.1") =>
  `/update/3/${product}/1.0/1/WINNT_x86-msvc/de/${channel}/${system}/default/default/update.xml`;

/** Everything that can be asked is asked once more. */
const analysed = { timeout: 40_000 };

test("a pasted URL is explained now and with a change set, side by side", async ({ page, own }) => {
  const { changeSet } = await own.submit("driver", "Push the second release", [
    change(own.rules.release, { mapping: `${own.name}-${second}` }),
  ]);
  await beSignedIn(page, "driver");
  await page.goto("/explain");
  await page.getByLabel("Update URL").fill(`https://aus.example.com${clientOf(own.name, "release")}`);
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await expect(page.getByRole("region", { name: "The answer" })).toContainText(`/${first}`);

  await page.getByRole("combobox", { name: "As of" }).fill(`#${String(changeSet)}`);
  await page.getByRole("combobox", { name: "Compared with" }).fill("now");
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  const differs = page.getByRole("region", { name: "What differs" });
  await expect(differs).toContainText(`the notice ${own.name}-${second}`);
  await expect(differs.getByRole("group", { name: "The answers, line by line" })).toContainText(`/${second}`);
  expect(new URL(page.url()).searchParams.get("as")).toBe(`#${String(changeSet)}`);
});

test("a client is filled in field by field, with completion", async ({ page, own }) => {
  await beSignedIn(page, "viewer");
  await page.goto("/explain");
  await page.getByRole("combobox", { name: "Product" }).fill(own.name.slice(0, -1));
  await page.getByRole("option", { name: own.name }).click();
  await page.getByRole("combobox", { name: "Channel" }).fill("b");
  await page.getByRole("option", { name: "beta" }).click();
  await expect(page.getByLabel("Update URL")).toHaveValue(
    new RegExp(`^/update/6/${own.name}/.*/beta/.*/update\\.xml$`),
  );
});

test("what can't be looked at is said, with the remedy", async ({ page, own }) => {
  await beSignedIn(page, "driver");
  const ask = (as: string) =>
    page.goto(`/explain?${new URLSearchParams({ url: clientOf(own.name, "release"), as }).toString()}`);
  await ask("yesterday");
  await expect(page.getByText("“yesterday” is neither a time nor a change set")).toBeVisible();
  await ask("2001-01-01T00:00Z");
  await expect(page.getByText(/before the first revision.*Ask for revision 1 or later/)).toBeVisible();
  await ask("#999999");
  await expect(page.getByText("There is no change set 999999")).toBeVisible();

  const { changeSet } = await own.submit("driver", "Half", [
    change(own.rules.release, { backgroundRate: 50 }),
  ]);
  await own.submit("driver", "On beta", [change(own.rules.beta, { backgroundRate: 50 })]);
  const stale = await own.submit("driver", "On beta too", [change(own.rules.beta, { comment: "x" }, 2)], {
    draft: true,
  });
  await own.submit("driver", "Again", [change(own.rules.beta, { backgroundRate: 60 }, 2)]);
  await ask(`#${String(stale.changeSet)}`);
  await expect(
    page.getByText(`Change set ${String(stale.changeSet)} no longer applies`).first(),
  ).toBeVisible();
  expect(changeSet).not.toBe(stale.changeSet);
});

test("a draft that strands Windows 7 is mended from the problem's own button, then enacted", async ({
  page,
  own,
  request,
}) => {
  const { changeSet } = await own.submit(
    "driver",
    "Only for Windows 10",
    [change(own.rules.beta, { osVersion: "Windows_NT 10", mapping: `${own.name}-${second}` })],
    { draft: true },
  );
  await beSignedIn(page, "driver");
  await page.goto(`/changes/${String(changeSet)}`);
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("Clients stranded");
  await expect(problems).toContainText("no other rule takes the others");
  await problems.getByRole("button", { name: "Mend" }).click();
  await expect(problems).not.toContainText("Clients stranded", analysed);
  await expect(page.getByRole("region", { name: "What changes" })).toContainText("no longer takes");

  await page.getByRole("button", { name: "Propose" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("heading", { name: "Enacted" })).toBeVisible();
  const answer = async (system: string) =>
    (await request.get(`${demo.url}${clientOf(own.name, "beta", system)}?force=1`)).text();
  await expect.poll(() => answer("Windows_NT%206.1")).toContain(`/${first}`);
  await expect.poll(() => answer("Windows_NT%2010.0")).toContain(`/${second}`);
});

test("a proposed change set has a preview, which ends with it", async ({ page, own, request }) => {
  const { changeSet } = await own.submit("driver", "Push the second release", [
    change(own.rules.release, { mapping: `${own.name}-${second}` }),
  ]);
  await beSignedIn(page, "driver");
  await page.goto(`/changes/${String(changeSet)}`);
  const shown = await page
    .getByRole("region", { name: "Preview" })
    .getByText(/\/preview\//)
    .textContent();
  const address = (shown ?? "").replace(/\/update\/6\/.*$/, "");
  const asked = address + clientOf(own.name, "release");
  const preview = await request.get(asked);
  expect(await preview.text()).toContain(`/${second}`);
  expect(preview.headers()["cache-control"]).toBe("no-store");
  expect(await own.answer("release")).toContain(`/${first}`);
  expect(
    (await request.get(asked.replace(/preview\/\d+-..../, (token) => `${token.slice(0, -4)}AAAA`))).status(),
  ).toBe(404);

  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Cancel the change set" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  expect((await request.get(asked)).status()).toBe(404);
});

test("the problems of the configuration are listed, filtered and mended in a draft", async ({
  own,
  browser,
}) => {
  await own.submit("admin", "A rule that never decides", [
    {
      entity: "rule",
      action: "create",
      value: { product: own.name, channel: "beta", priority: 5, mapping: `${own.name}-${second}` },
    },
  ]);
  // A driver of its own: others have drafts, into which the edit would go.
  const { page } = await newVisitor(browser);
  await signInBeside(page.context(), await makePerson("driver", "driver"));
  await page.goto(`/problems?product=${own.name}`);
  await expect(page.getByText("1 problem", { exact: true })).toBeVisible();
  await expect(page.getByText(/never decides/)).toBeVisible();
  await page.getByRole("button", { name: "Mend in a draft" }).click();
  const draft = page.getByRole("region", { name: "Your draft" });
  await expect(draft).toContainText("1 edit in your draft");
  await draft.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("dialog")).toContainText(/Change rule \d+/);
  await page.context().close();
});
