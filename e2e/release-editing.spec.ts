import { expect, type Locator, type Page } from "@playwright/test";

import { test } from "./own-people";

const told = (page: Page) => page.getByRole("status").filter({ hasText: /Enacted/ });
const dialog = (page: Page) => page.getByRole("dialog");

/** Puts a text in place of all that is in an editor, which draws only what can be seen. */
async function write(editor: Locator, text: string): Promise<void> {
  await editor.press("ControlOrMeta+a");
  await editor.page().keyboard.insertText(text);
}

async function open(page: Page, button: string): Promise<void> {
  await expect(async () => {
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(dialog(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

function file(product: string, size: unknown) {
  const patches = [{ type: "complete", from: "*", size, hashValue: "ab".repeat(64) }];
  const build = { buildTarget: "Linux_x86_64-gcc3", locale: "de", buildID: "20260101000000", patches };
  const content = {
    kind: "application",
    attributes: { appVersion: "2.0", detailsURL: "https://example.com/2" },
  };
  return {
    name: `${product}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(
      JSON.stringify({ name: `${product}-2.0`, product, content, builds: [build] }, null, 2),
    ),
  };
}

test("a release is imported from a file, changed, locked and deleted", async ({ api, product, enterAs }) => {
  const page = await enterAs("driver");
  await page.goto("/releases");
  const input = page.getByLabel("A release as a JSON file");
  await expect(async () => {
    await input.setInputFiles(file(product, "big"));
    await expect(dialog(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(dialog(page).getByText("Line 20")).toBeVisible();
  await page.keyboard.press("Escape");
  await input.setInputFiles(file(product, 1_000));
  await expect(dialog(page).getByText("Releases: 1 new. Builds: 1 new.")).toBeVisible();
  await dialog(page).getByLabel("Reason").fill("2.0 is built");
  await dialog(page).getByRole("button", { name: "Import now" }).click();
  await expect(told(page)).toBeVisible();

  await page.goto(`/releases/${product}-2.0`);
  await open(page, "JSON");
  const text = dialog(page).getByRole("textbox", { name: "The release as JSON" });
  const release = { ...JSON.parse(file(product, 1).buffer.toString()), builds: undefined } as object;
  await write(text, JSON.stringify({ comment: 5, ...release }, null, 2));
  await expect(dialog(page).getByRole("button", { name: "Line 2" })).toBeVisible();
  await write(text, JSON.stringify({ comment: "Checked", ...release }, null, 2));
  await dialog(page).getByLabel("Reason").fill("QA is through");
  await dialog(page).getByRole("button", { name: "Save now" }).click();
  await expect(page.getByText("Checked", { exact: true })).toBeVisible();

  await open(page, "Edit");
  await dialog(page).getByLabel("Value of appVersion").fill("2.0.1");
  await dialog(page).getByRole("button", { name: "Add an attribute" }).click();
  await dialog(page).getByLabel("Name of attribute 3").fill("appVersion");
  await dialog(page).getByLabel("Comment").focus();
  await expect(dialog(page).getByText("It is there twice").first()).toBeVisible();
  await dialog(page).getByLabel("Name of attribute 3").fill("1st");
  await expect(dialog(page).getByText(/An attribute's name starts with a letter/)).toBeVisible();
  await dialog(page).getByRole("button", { name: "Remove 1st" }).click();
  await dialog(page).getByRole("button", { name: "Add a group" }).click();
  await dialog(page).getByLabel("Locales of group 1").fill("de\nfr");
  await dialog(page).getByLabel("Name of group 1, attribute 1").fill("installDate");
  await dialog(page).getByLabel("Comment").focus();
  await expect(dialog(page).getByText('"installDate" is written by clients themselves')).toBeVisible();
  await dialog(page).getByLabel("Name of group 1, attribute 1").fill("openURL");
  await dialog(page).getByLabel("Value of openURL").fill("https://example.com/%LOCALE%");
  await dialog(page).getByLabel("Versions of group 1").fill("<2.0");
  await dialog(page).getByLabel("Reason").fill("Tell the old ones");
  await dialog(page).getByRole("button", { name: "Save now" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText("locales de, fr and versions <2.0")).toBeVisible();
  const stored = (await (await api.get(`releases/${product}-2.0`)).json()) as { content: unknown };
  expect(stored.content).toMatchObject({
    attributes: { appVersion: "2.0.1", detailsURL: "https://example.com/2" },
    attributeGroups: [
      {
        for: { locales: ["de", "fr"], versions: ["<2.0"] },
        fields: { openURL: "https://example.com/%LOCALE%" },
      },
    ],
  });

  await open(page, "Make read-only");
  await dialog(page).getByLabel("Reason").fill("Shipped");
  await dialog(page).getByRole("button", { name: "Make read-only now" }).click();
  await expect(page.getByRole("button", { name: "Delete" })).toBeDisabled();
  await open(page, "Make writable");
  await dialog(page).getByLabel("Reason").fill("Never shipped");
  await dialog(page).getByRole("button", { name: "Make writable now" }).click();

  await expect(page.getByRole("button", { name: "Delete" })).toBeEnabled();
  await open(page, "Delete");
  await expect(dialog(page)).toContainText("1 build goes with it.");
  await dialog(page).getByLabel(`Type ${product}-2.0 to go on`).fill(`${product}-2.0`);
  await dialog(page).getByLabel("Reason").fill("Withdrawn");
  await dialog(page).getByRole("button", { name: "Delete now" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Releases" })).toBeVisible();
  await page.goto(`/releases/${product}-2.0`);
  await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
});

test("the editor of JSON proposes what can be written, by keyboard alone, and Escape does not close it", async ({
  product,
  enterAs,
}) => {
  const page = await enterAs("driver");
  await page.goto("/releases");
  await expect(async () => {
    await page.getByLabel("A release as a JSON file").setInputFiles(file(product, 1_000));
    await expect(dialog(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await dialog(page).getByLabel("Reason").fill("2.0 is built");
  await dialog(page).getByRole("button", { name: "Import now" }).click();
  await expect(told(page)).toBeVisible();
  await page.goto(`/releases/${product}-2.0`);
  await open(page, "JSON");
  const text = dialog(page).getByRole("textbox", { name: "The release as JSON" });

  const option = (name: string) => page.getByRole("option", { name, selected: true });
  const take = async (name: string) => {
    await expect(option(name)).toBeVisible();
    await page.keyboard.press("Enter");
  };
  await write(text, `{ "name": "${product}-2.0", "product": "${product}", "content": {} }`);
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type('"');
  await expect(option("kind")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("option")).toHaveCount(0);
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Control+Space");
  await take("kind");
  // What can follow it is proposed by itself.
  await take('"application"');
  await expect(text).toContainText('"content": {"kind": "application"}');
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(text).not.toBeFocused();
  await expect(dialog(page)).toBeVisible();
});
