import { expect } from "@playwright/test";

import { beSignedIn, enter } from "./signed-in";
import { test } from "./test";

test("from the overview to the deciding rule, its release, the revision that made it so, and the answer", async ({
  page,
}) => {
  await enter(page);
  const channels = page.getByRole("table", { name: "What is served on each channel" });
  const release = channels.getByRole("row", { name: /^release Heron-98\.0-build2/ });
  await expect(release).toContainText("25 %");
  await expect(release).toContainText("Heron-97.0.1-build1");

  await release.getByRole("link", { name: "release", exact: true }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "release" })).toBeVisible();
  await expect(
    page.getByText(
      "Offer Heron 98.0 to 25 % of background checks of Heron on release; the others get Heron 97.0.1.",
    ),
  ).toBeVisible();

  await page
    .getByRole("region", { name: "What they get" })
    .getByRole("link", { name: "Heron-98.0-build2" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Heron-98.0-build2" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Rules that map to it" })).toContainText(
    "releasetest".slice(0, 7),
  );

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit" }).click();
  const entry = page.getByRole("listitem").filter({ hasText: "98.0 at 10 % for three days" });
  await entry.getByRole("link", { name: /^#/ }).first().click();
  const diff = page.getByRole("article", { name: "rule 14 changed" });
  await expect(diff.getByRole("row", { name: /^Rate/ })).toContainText("10");
  await expect(diff.getByRole("row", { name: /^Rate/ })).toContainText("25");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Explain" }).click();
  await page.getByRole("link", { name: "Try it with a client of an older release" }).click();
  await expect(page.getByLabel("The answer", { exact: true }).last()).toContainText("<updates>");
});

test("what makes no sense in an address is ignored, and the page says so until it is taken out", async ({
  page,
}) => {
  await beSignedIn(page);
  await page.goto("/rules?product=Nope&state=of&q=release&rule=99999&foo=1");
  const hints = page.getByRole("status").filter({ hasText: "Ignored in the address" });
  await expect(hints).toContainText("product=Nope (");
  await expect(hints).toContainText("state=of (choose from all, on, off, throttled)");
  await expect(hints).toContainText("foo=1 (means nothing on this page)");
  await expect(page.getByText("There is no rule 99999")).toBeVisible();
  await hints.getByRole("button", { name: "Take out" }).click();
  await expect(hints).toBeHidden();
  await expect(page).toHaveURL(/\/rules\?q=release&rule=99999$/);

  await page.goto("/changes?product=Nope&tab=all");
  await expect(hints).toContainText("product=Nope");
  await expect(page.getByRole("row", { name: /#\d+/ }).first()).toBeVisible();
});

test("what the page explains is what a client is answered", async ({ page, request }) => {
  const url =
    "/update/6/Heron/96.0/20200101000000/WINNT_x86_64-msvc/cy/release/Windows_NT%2010.0/ISET:SSE4_2,MEM:8192/default/default/update.xml";
  await beSignedIn(page);
  await page.goto(`/explain?${new URLSearchParams({ url: `https://aus.example.com${url}` }).toString()}`);
  await expect(page.getByText("hold-cy").first()).toBeVisible();
  const answer = await (await request.get(url)).text();
  expect(await page.locator("pre").textContent()).toBe(answer);
});

test("the explanation names the first condition that failed, and what the client said", async ({ page }) => {
  await beSignedIn(page);
  await page.goto(
    `/explain?${new URLSearchParams({ url: "/update/3/Heron/97.0/1/Linux_x86_64-gcc3/de/beta/Linux/default/default/update.xml" }).toString()}`,
  );
  const hold = page.getByRole("listitem").filter({ hasText: "hold-cy" }).last();
  await expect(hold).toContainText("Channel must be release, is beta");
});

test("an update URL that no client sends is called so", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/explain?url=/nonsense&roll=abc&agent=");
  await expect(page.getByText("No client asks like this")).toBeVisible();
});

/** The demo's 26, and those that other tests add meanwhile; no product alone has as many. */
const allRules = /^(2[6-9]|[3-9]\d) rules$/;

test("rules are filtered by what affects a channel, and the address keeps the view", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/rules");
  const table = page.getByRole("table", { name: /^Rules by product/ });
  await page.getByLabel("Product").selectOption("Heron");
  await page.getByLabel("Affects channel").selectOption("releasetest");
  await expect(table.getByRole("link", { name: "releasetest", exact: true })).toBeVisible();
  await expect(table.getByRole("link", { name: "beta", exact: true })).toBeHidden();
  await expect(page.getByText(/^1 of \d+ rules$/)).toBeVisible();

  await page.reload();
  await expect(page.getByText(/^1 of \d+ rules$/)).toBeVisible();
  await page.getByLabel("Search rules").fill("no such rule");
  await expect(page.getByText("No rule fits")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(page.getByText(allRules)).toBeVisible();
  await expect(page).toHaveURL(/\/rules$/);
});

test("unset conditions read any; columns are chosen and shared by the address", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/rules");
  const row = page.getByRole("row", { name: /^hold-cy/ });
  await expect(row.getByRole("cell", { name: "any" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Memory (MB)" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Memory (MB)" })).toBeAttached();
  await expect(page).toHaveURL(/columns=.*memory/);
  await page.getByRole("button", { name: "In words" }).click();
  await expect(
    page.getByRole("cell", { name: "Offer Heron 97.0.1 to Heron on release in cy." }),
  ).toBeVisible();
});

test("addresses that make no sense are ignored or lead to a page that says so", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/rules?product=Nobody&state=green&columns=&x=y");
  await expect(page.getByText(allRules)).toBeVisible();
  for (const path of [
    "/rules/0",
    "/rules/999999",
    "/rules/abc",
    "/releases/Nothing",
    "/audit/999999",
    "/nowhere/at/all",
  ]) {
    await page.goto(path);
    await expect(page.getByText("There is nothing here")).toBeVisible();
  }
});

test("a release's missing builds stand out, and a build shows its patches", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/releases/Heron-98.0.1-build1");
  const builds = page.getByRole("region", { name: "Builds" });
  await expect(builds).toContainText("188 builds");
  await expect(builds.getByRole("img", { name: "WINNT_aarch64-msvc-aarch64 he: lost" })).toBeVisible();

  await builds.getByRole("link", { name: "Linux_x86_64-gcc3 de: there" }).click();
  const patches = page.getByRole("table", { name: "Patches of the build" });
  await expect(patches.getByRole("row", { name: /^complete any release/ })).toContainText("MB");
  await expect(patches.getByRole("row", { name: /^partial Heron-98\.0-build2/ })).toContainText(
    "https://archive.heron.example/",
  );
  await expect(page).toHaveURL(/build=Linux_x86_64-gcc3/);
});

test("a shut-off is told on every page, with who, why and since when", async ({ page }) => {
  await beSignedIn(page);
  for (const path of ["/overview", "/rules", "/releases", "/audit", "/explain"]) {
    await page.goto(path);
    const banner = page.getByRole("region", { name: "Updates switched off" });
    await expect(banner).toContainText("Osprey beta");
    await expect(banner).toContainText("loses message filters");
    await expect(banner).toContainText("driver@example.com");
    await expect(page.getByRole("region", { name: "Environment" })).toContainText("Demo");
  }
});

test("a viewer sees every page", async ({ page }) => {
  await enter(page, "viewer");
  for (const name of ["Overview", "Rules", "Releases", "Audit", "Explain"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 390, height: 800 } });

  test("the menu leads everywhere, updates can be shut off, and nothing is wider than the screen", async ({
    page,
  }) => {
    await beSignedIn(page, "driver");
    await page.goto("/overview");
    const links = page.getByRole("navigation", { name: "Main" });
    await expect(links).toBeHidden();
    await page.getByRole("button", { name: "Menu", exact: true }).click();
    await expect(links.getByRole("link", { name: "Overview" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(links).toBeHidden();
    await page.getByRole("button", { name: "Menu", exact: true }).click();
    await links.getByRole("link", { name: "Changes" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
    await expect(links).toBeHidden();
    await page.getByRole("button", { name: "Shut off" }).click();
    await expect(page.getByRole("dialog", { name: "Shut updates off" })).toBeInViewport({ ratio: 0.9 });

    for (const address of ["/overview", "/changes/21", "/rules?rule=14&panel=edit", "/audit", "/releases"]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const isTooWide = () =>
        page.locator("main").evaluate((main) => main.scrollWidth > window.innerWidth + 1);
      await expect.poll(isTooWide).toBe(false);
    }
  });
});
