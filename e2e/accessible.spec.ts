import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

import { adminApi, apiWith } from "./admin-api";
import { submit } from "./own-people";
import { sessionOf } from "./own-product";
import { enter } from "./signed-in";
import { test } from "./test";

const explained = new URLSearchParams({
  url: "/update/6/Heron/97.0.1/20261020130455/WINNT_x86_64-msvc/de/release/Windows_NT%2010.0/ISET:SSE4_2,MEM:8192/default/default/update.xml",
});

const hook = "looked-at";

const pages = [
  "/overview",
  "/rules",
  "/rules?view=words",
  "/rules?q=no+such+rule",
  "/rules/14",
  "/rules/43",
  "/rules?rule=14&panel=view",
  "/releases",
  "/releases/Heron-98.0.1-build1?build=Linux_x86_64-gcc3%2Fde",
  "/releases/HeronGMP-98",
  "/changes",
  "/changes?tab=all",
  "/changes/15",
  "/changes/21",
  "/changes/22",
  "/audit",
  "/audit?q=98",
  "/audit/back?revision=16",
  "/audit/back?to=9&product=Heron&channel=release",
  "/audit/compare?from=9",
  "/audit/9",
  "/audit/18",
  "/account",
  "/settings/products",
  "/settings/products/Heron",
  "/settings/policies",
  "/settings/people",
  "/settings/tokens",
  "/settings/hooks",
  `/settings/hooks/${hook}`,
  "/settings/domains",
  "/settings/serving",
  "/traffic",
  "/explain",
  "/paths?product=Heron&channel=release",
  "/channels?product=Heron&from=beta&to=release",
  "/rules?product=Heron&task=release",
  "/invariants?try=every+Heron+client+on+release+reaches+98.0.1",
  "/changes/agenda",
  "/problems",
  "/nodes",
  "/api-docs",
  "/api-docs?route=POST+%2Fchange-sets",
  `/explain?${explained.toString()}`,
  `/explain?${explained.toString()}&against=9`,
  "/nowhere",
];

// What is found says where; a recording of so many pages takes as long as looking at them.
test.use({ trace: "off" });

const visitsManyPages = 240_000;
/** Looked at beside each other. */
const parts = 3;
const withoutSession = ["/sign-in", "/sign-in?error=unverified", "/set-up", "/no-access"];

/** @param rules none: all of them */
async function problems(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // What was found right is not told: on long pages that takes most of the time, and so does a page of its own.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await (rules.length > 0 ? builder.withRules([...rules]) : builder).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${page.url()} ${id}: ${html} ${failureSummary ?? ""}`),
    );
}

/** In light with all rules; in dark only the colours are others. */
async function problemsInBothLooks(page: Page): Promise<string[]> {
  const light = await problems(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await problems(page, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark.map((text) => `dark: ${text}`)];
}

/** A hook that nothing is sent to. Its author has to sign for it, which tokens can't. */
async function makeHook(): Promise<void> {
  const anybody = await adminApi();
  const api = await apiWith(await sessionOf(anybody, "admin"));
  const value = { name: hook, url: "https://example.com/", events: ["failed"], enabled: false };
  await submit(api, [{ entity: "hook", action: "create", value }]);
  await api.dispose();
  await anybody.dispose();
}

for (let part = 0; part < parts; part++) {
  test(`nothing serious is wrong for assistive technology, light and dark, and no policy is broken (${String(part + 1)} of ${String(parts)})`, async ({
    page,
  }) => {
    test.setTimeout(visitsManyPages);
    const found: string[] = [];
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) found.push(message.text());
    });
    const visit = async (path: string) => {
      await page.goto(path);
      // By role it would be looked for in the tree that axe goes through anyway.
      await expect(page.locator("h1")).toBeAttached();
      found.push(...(await problemsInBothLooks(page)));
    };
    if (part === 0) for (const path of withoutSession) await visit(path);
    const own = pages.filter((_, index) => index % parts === part);
    if (own.some((path) => path.endsWith(hook))) await makeHook();
    await enter(page, "admin");
    for (const path of own) await visit(path);
    expect(found).toEqual([]);
  });
}

test("the look can be chosen, and stays", async ({ page }) => {
  await enter(page);
  const dark = page.getByRole("menuitemradio", { name: "Dark" });
  // A click that comes before the page has come to life is lost on people as well: they click again.
  await expect(async () => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await expect(dark).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await dark.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/rules");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the keyboard reaches the content, the navigation, the filters and the builds", async ({ page }) => {
  await enter(page);
  await page.goto("/rules");
  await expect(page.getByRole("heading", { level: 1, name: "Rules" })).toBeVisible();
  // What is typed into a page that has not come to life is lost.
  await expect(page.locator("[data-still]")).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Search rules")).toBeFocused();
  await page.keyboard.type("welsh");
  await expect(page.getByText(/^1 of \d+ rules$/)).toBeVisible();
  await page.getByRole("link", { name: "Skip to the content" }).press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Search rules")).toHaveValue("welsh");

  const link = page.getByRole("link", { name: "hold-cy" });
  for (
    let press = 0;
    press < 12 && !(await link.evaluate((node) => node === document.activeElement));
    press++
  ) {
    await page.keyboard.press("Tab");
  }
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "hold-cy" })).toBeVisible();

  await page.goto("/releases/Heron-98.0.1-build1");
  await page.getByRole("link", { name: "Darwin_aarch64-gcc3 ar: there" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const build = page.getByRole("link", { name: "Darwin_x86_64-gcc3-u-i386-x86_64 bg: there" });
  await expect(build).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Darwin_x86_64-gcc3-u-i386-x86_64 bg" })).toBeVisible();
});
