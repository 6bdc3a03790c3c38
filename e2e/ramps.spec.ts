import { expect, type Page } from "@playwright/test";

import { press, tabTo } from "./keyboard";
import { change, second, test } from "./own-product";
import { makeDue } from "./make-due";
import { newVisitor } from "./people";
import { beSignedIn } from "./signed-in";

/** Several people sign in, one after the other. */
const takesItsTime = 120_000;

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
/** What has been enacted of the change set, step by step. */
const enacted = (page: Page) => page.getByRole("main").getByRole("link", { name: /^revision \d+$/ });
const ways = (page: Page) => page.getByRole("group", { name: "Enact" });

/** The change set, as the driver who made it sees it. */
async function open(page: Page, changeSet: number): Promise<void> {
  await beSignedIn(page, "driver");
  await page.goto(`/changes/${changeSet}`);
}

async function propose(page: Page): Promise<void> {
  await expect(page.getByText("Draft", { exact: true })).toBeVisible();
  await button(page, "Propose").click();
  await page.getByRole("dialog").getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText("Waits for sign-offs")).toBeVisible();
}

/** So many hours from now, as a field for times is filled in. */
function localIn(hours: number): string {
  const time = new Date(Date.now() + hours * 3_600_000);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

test("a change is scheduled, signed by a manager, and enacted at its time and not before", async ({
  page,
  own,
  browser,
}) => {
  test.setTimeout(takesItsTime);
  const { changeSet } = await own.submit("driver", "At night", [
    change(own.rules.release, { mapping: `${own.name}-${second}` }),
  ]);
  await open(page, changeSet);
  await ways(page).getByRole("button", { name: "At a time" }).click();
  const dialog = page.getByRole("dialog");
  const time = dialog.getByLabel("Time", { exact: true });
  await time.fill(localIn(-1));
  await time.blur();
  await expect(dialog.getByText("has passed: name a later time")).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(time).toBeFocused();
  await time.fill(localIn(26));
  await expect(dialog.getByText(/^in 1 d [12] h.* · .* UTC · /)).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await propose(page);

  const { context, page: other } = await newVisitor(browser);
  await beSignedIn(other, "manager");
  await other.goto(`/changes/${changeSet}`);
  await button(other, "Sign as manager and let it go ahead").click();
  await expect(other.getByText("Scheduled", { exact: true })).toBeVisible();
  expect(await own.answer("release")).not.toContain(second);

  await makeDue(changeSet);
  await expect(page.getByText("Enacted", { exact: true }).first()).toBeVisible();
  await expect.poll(() => own.answer("release")).toContain(second);
  await context.close();
});

test("a ramp is drawn while it is typed, goes its way, is held, and is rolled back when it is aborted", async ({
  page,
  own,
  browser,
}) => {
  test.setTimeout(takesItsTime);
  const id = own.rules.release;
  const { changeSet } = await own.submit("driver", "In steps", [
    change(id, { mapping: `${own.name}-${second}` }),
  ]);
  await open(page, changeSet);
  await ways(page).getByRole("button", { name: "As a ramp" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "10, 25, 50, 100 % in 2 days" }).click();
  await expect(dialog.getByText(/10 %, then 25 %, then 50 %, then 100 % of background checks/)).toBeVisible();
  const rate = (step: number) => dialog.getByLabel(`Rate of step ${step}, in percent of background checks`);
  const time = (step: number) => dialog.getByLabel(`Time of step ${step}`);
  await time(2).fill("+30 h");
  await rate(2).focus();
  await expect(dialog.getByText("It comes after the step before it: name a later time")).toBeVisible();
  await time(2).fill("+6 h");
  await expect(dialog.getByText(/^in 6 h · .* UTC · /)).toBeVisible();
  await dialog.getByRole("button", { name: "Remove step 3" }).click();
  await rate(2).fill("300");
  await expect(dialog.getByText("Write a whole percentage from 0 to 100")).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(rate(2)).toBeFocused();
  await rate(2).fill("40");
  await expect(dialog.getByText(/10 %, then 40 %, then 100 % of background checks/)).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Step 3 of 3" })).toBeVisible();
  await propose(page);

  const { context, page: manager } = await newVisitor(browser);
  await beSignedIn(manager, "manager");
  await manager.goto(`/changes/${changeSet}`);
  await button(manager, "Sign as manager and let it go ahead").click();
  await expect(manager.getByText("Scheduled", { exact: true })).toBeVisible();
  await expect(enacted(manager)).toHaveCount(1);

  await button(manager, "Pause").click();
  await expect(manager.getByText("Paused", { exact: true })).toBeVisible();
  await makeDue(changeSet);
  await button(manager, "Continue").click();
  await expect(enacted(manager)).toHaveCount(2);
  await manager.goto(`/rules/${id}`);
  await expect(manager.getByText(/40 % of background checks/).first()).toBeVisible();

  await manager.goto(`/changes/${changeSet}`);
  await button(manager, "Abort").click();
  await manager.getByRole("dialog").getByRole("button", { name: "Abort" }).click();
  await expect(
    manager.getByRole("heading", { name: "What was enacted before stays until it is rolled back" }),
  ).toBeVisible();
  await manager
    .getByRole("link", { name: /^Roll back revision/ })
    .first()
    .click();
  await manager.getByLabel("Reason").fill("It crashes");
  await button(manager, "Propose to go back").click();
  await expect(manager.getByRole("heading", { level: 1, name: /^Change set/ })).toBeVisible();
  await page.context().clearCookies();
  await beSignedIn(page, "admin");
  await page.goto(manager.url());
  await button(page, "Sign as manager and enact it").click();
  await expect(page.getByText("Enacted", { exact: true }).first()).toBeVisible();
  await page.goto(`/rules/${id}`);
  await expect(page.getByText(/to 10 % of background checks/).first()).toBeVisible();
  await context.close();
});

test("what waits for its time can be cancelled, and never happens", async ({ page, own, browser }) => {
  test.setTimeout(takesItsTime);
  const { changeSet } = await own.submit("driver", "At night", [
    change(own.rules.release, { mapping: `${own.name}-${second}` }),
  ]);
  await open(page, changeSet);
  await ways(page).getByRole("button", { name: "At a time" }).click();
  await page.getByRole("dialog").getByLabel("Time", { exact: true }).fill(localIn(3));
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await propose(page);
  const { context, page: manager } = await newVisitor(browser);
  await beSignedIn(manager, "manager");
  await manager.goto(`/changes/${changeSet}`);
  await button(manager, "Sign as manager and let it go ahead").click();
  await expect(page.getByText("Scheduled", { exact: true })).toBeVisible();
  await context.close();
  await button(page, "Cancel").click();
  await page.getByLabel("Why").fill("Not today");
  await button(page, "Cancel the change set").click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(page.getByText("skipped").first()).toBeVisible();
  expect(await own.answer("release")).not.toContain(second);
});

test("one rule goes back to what it was, from its history", async ({ page, own }) => {
  const id = own.rules.beta;
  await own.submit("driver", "Half", [change(id, { backgroundRate: 50 })]);
  await own.submit("driver", "More", [change(id, { backgroundRate: 75, comment: "more" }, 2)]);
  await beSignedIn(page, "driver");
  await page.goto(`/rules/${id}`);
  await page
    .getByRole("listitem")
    .filter({ hasText: "Half" })
    .getByRole("link", { name: /^Go back to this/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: `Take rule ${id} back` })).toBeVisible();
  await expect(page.getByText("Rate down from 75 % to 50 %")).toBeVisible();
  await button(page, "Go back now").click();
  await expect(page.getByRole("heading", { level: 1, name: /^Change set/ })).toBeVisible();
  await page.goto(`/rules/${id}`);
  await expect(page.getByText(/to 50 % of background checks/).first()).toBeVisible();
});

test("a revision is rolled back from the audit page by keyboard alone", async ({ page, own }) => {
  const { revision } = await own.submit("driver", "Half, by mistake", [
    change(own.rules.beta, { backgroundRate: 50 }),
  ]);
  await beSignedIn(page, "driver");
  await page.goto(`/audit?product=${own.name}`);
  await press(page, page.getByRole("link", { name: `Roll back revision ${String(revision)}` }));
  await expect(page.getByText("Rate up from 50 % to 100 %")).toBeVisible();
  await tabTo(page, page.getByLabel("Reason"));
  await page.keyboard.type("a mistake");
  await press(page, button(page, "Go back now"));
  await expect(page.getByRole("heading", { level: 1, name: /^Change set/ })).toBeVisible();
  await page.goto(`/rules/${own.rules.beta}`);
  await expect(page.getByText("100 %", { exact: true }).first()).toBeVisible();
});

test("the record is verified while people do something else, and says so afterwards", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/audit");
  await button(page, "Verify the record").click();
  await page.goto("/rules");
  await page.goto("/audit");
  const told = page.getByRole("region", { name: "Verification of the record" });
  await expect(told).toContainText(/Verified up to revision \d+ .* for viewer@example.com: \d+ entries/);
});
