import { expect, type Page } from "@playwright/test";

import { press, tabTo } from "./keyboard";
import { newVisitor } from "./people";
import { change, first, second, test } from "./own-product";
import { beSignedIn, enter } from "./signed-in";

/** Two people sign in, and Tab is pressed a hundred times. */
const takesItsTime = 120_000;

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

test("a push to release is signed by a manager, reaches the client, and is rolled back, all by keyboard", async ({
  page,
  own,
}) => {
  test.setTimeout(takesItsTime);
  const { changeSet } = await own.submit("driver", "Push the second release", [
    change(own.rules.release, { mapping: `${own.name}-${second}` }),
  ]);
  expect(await own.answer("release")).toContain(first);

  await enter(page, "manager");
  await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Changes/ }));
  await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
  await press(page, page.getByRole("link", { name: new RegExp(`#${changeSet}\\b`) }));
  const signOffs = page.getByRole("region", { name: "Sign-offs" });
  await expect(signOffs).toContainText("waits for a manager");
  await expect(page.getByText(`Release: ${own.name}-${first} → ${own.name}-${second}`)).toBeVisible();
  await press(page, button(page, "Sign as manager and enact it"));
  await expect(page.getByRole("heading", { name: "Enacted" })).toBeVisible();
  await expect.poll(() => own.answer("release")).toContain(second);

  await press(page, page.getByRole("link", { name: /^Roll back revision/ }));
  await expect(page.getByRole("heading", { name: "What goes back" })).toBeVisible();
  await tabTo(page, page.getByLabel("Reason"));
  await page.keyboard.type("it crashes");
  await press(page, button(page, "Propose to go back"));
  await expect(page.getByRole("heading", { level: 1, name: /^Change set/ })).toBeVisible();
  await expect(signOffs).toContainText("waits for a manager");
  const back = page.url();
  await page.context().clearCookies();
  await beSignedIn(page, "admin");
  await page.goto(back);
  await press(page, button(page, "Sign as manager and enact it"));
  await expect(page.getByRole("heading", { name: "Enacted" })).toBeVisible();
  await expect.poll(() => own.answer("release")).toContain(first);
});

test("an edit of the release after a sign-off takes the sign-off away, and the page says why", async ({
  page,
  own,
}) => {
  const { changeSet } = await own.submit("driver", "Push the second release", [
    change(own.rules.release, { mapping: `${own.name}-${second}` }),
  ]);
  await own.submit("admin", "Another comment", [
    {
      entity: "release",
      action: "update",
      key: { name: `${own.name}-${second}` },
      rowVersion: 1,
      fields: { comment: "edited" },
    },
  ]);
  await beSignedIn(page, "manager");
  await page.goto(`/changes/${changeSet}`);
  await expect(
    page.getByText(`No longer holds: release ${own.name}-${second} was edited after it was signed`),
  ).toBeVisible();
  await expect(page.getByText(`0/1 driver of ${own.name}`)).toBeVisible();
});

test("what others do shows without a reload, and leaves what is being typed alone", async ({
  page,
  own,
  browser,
}) => {
  const { changeSet } = await own.submit("driver", "Half of release", [
    change(own.rules.release, { backgroundRate: 50 }),
  ]);
  await beSignedIn(page, "manager");
  await page.goto(`/changes/${changeSet}`);
  const comment = page.getByLabel("Comment");
  await comment.fill("I am still typ");

  const other = await newVisitor(browser);
  await beSignedIn(other.page, "driver");
  await other.page.goto(`/changes/${changeSet}`);
  await other.page.getByLabel("Comment").fill("Crash rates are fine");
  await button(other.page, "Comment").click();
  await expect(
    page.getByText(`driver@example.com commented on change set ${changeSet} just now`),
  ).toBeVisible();
  await expect(page.getByText("Crash rates are fine")).toBeVisible();
  await expect(comment).toHaveValue("I am still typ");
  await other.context.close();
});

test("a change is sent back, scheduled, proposed again and cancelled", async ({ page, own }) => {
  const { changeSet } = await own.submit("driver", "To release", [
    change(own.rules.release, { backgroundRate: 50 }),
  ]);
  await beSignedIn(page, "manager");
  await page.goto(`/changes/${changeSet}`);
  await button(page, "Request changes").click();
  await page.getByLabel("What should be different").fill("Not before tomorrow");
  await page.getByRole("dialog").getByRole("button", { name: "Request changes" }).click();
  await expect(page.getByText("Not before tomorrow")).toBeVisible();

  await button(page, "At a time").click();
  await page.getByLabel("Time", { exact: true }).fill(localIn(26));
  await expect(page.getByText(/^in 1 d [12] h.* · .* UTC · /)).toBeVisible();
  await button(page, "Save").click();
  await expect(page.getByRole("heading", { name: "Rates over time" })).toBeVisible();
  await button(page, "Propose").click();
  await page.getByRole("dialog").getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText("Waits for sign-offs")).toBeVisible();

  await button(page, "Cancel").click();
  await page.getByLabel("Why").fill("Superseded");
  await button(page, "Cancel the change set").click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(page.getByText("Superseded")).toBeVisible();
});

/** So many hours from now, as a field for times is filled in. */
function localIn(hours: number): string {
  const time = new Date(Date.now() + hours * 3_600_000);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

test("of two changes of one rule the second sees what the first made of it, and is taken over", async ({
  page,
  own,
}) => {
  const id = own.rules.release;
  const { changeSet } = await own.submit("driver", "Fewer", [change(id, { backgroundRate: 50 })]);
  const other = await own.submit("driver", "A comment", [change(id, { comment: "other", priority: 90 })]);
  await beSignedIn(page, "manager");
  await page.goto(`/changes/${other.changeSet}`);
  await button(page, "Sign as manager and enact it").click();
  await expect(page.getByRole("heading", { name: "Enacted" })).toBeVisible();

  await page.goto(`/changes/${changeSet}`);
  await expect(page.getByRole("heading", { name: "Changed by others meanwhile" })).toBeVisible();
  await button(page, "Resolve").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: /^Priority/ })).toContainText("90");
  await expect(dialog.getByLabel("Both: they are different fields")).toBeChecked();
  await dialog.getByRole("button", { name: "Take it over" }).click();
  await expect(page.getByText("Draft", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Changed by others meanwhile" })).toBeHidden();
});

test("a viewer sees a change set and can do nothing with it but comment", async ({ page, own }) => {
  const { changeSet } = await own.submit("driver", "Half of release", [
    change(own.rules.release, { backgroundRate: 50 }),
  ]);
  await beSignedIn(page, "viewer");
  await page.goto(`/changes?tab=all&product=${own.name}`);
  await page.getByRole("link", { name: new RegExp(`#${changeSet}\\b`) }).click();
  await expect(page.getByText("Rate down from 100 % to 50 %")).toBeVisible();
  for (const name of [/^Sign as/, "Propose", "Cancel", "Request changes", "At a time", "Shut off"]) {
    await expect(button(page, name)).toBeHidden();
  }
});
