import { expect, type Page } from "@playwright/test";

import { submit, test } from "./own-people";

const patch = (version: string) => ({
  type: "complete",
  from: "*",
  size: 1,
  hashValue: version.replaceAll(".", "").padStart(128, "0"),
  url: `https://paths.example/${version}`,
});

const shipped = (product: string, version: string) => {
  const release = `${product}-${version}`;
  const content = {
    kind: "application",
    attributes: { appVersion: version, detailsURL: "https://paths.example/" },
  };
  return [
    { entity: "release", action: "create", value: { name: release, product, content } },
    {
      entity: "build",
      action: "create",
      value: {
        release,
        buildTarget: "Linux_x86_64-gcc3",
        locale: "de",
        buildID: version,
        patches: [patch(version)],
      },
    },
  ];
};

/** A product with 1.0, 2.0 and 3.0, of which only 2.0 is led to 3.0. */
const world = (product: string) => [
  { entity: "product", action: "create", value: { name: product } },
  { entity: "channel", action: "create", value: { product, name: "nightly" } },
  { entity: "allowedDomain", action: "create", value: { host: "paths.example", products: [product] } },
  ...["1.0", "2.0", "3.0"].flatMap((version) => shipped(product, version)),
  {
    entity: "rule",
    action: "create",
    value: { product, channel: "nightly", priority: 100, version: ">=2.0", mapping: `${product}-3.0` },
  },
];

/** In which each file is on a host of the product's own. */
const withOwnHost = (product: string, operations: readonly object[]) =>
  JSON.parse(
    JSON.stringify(operations).replaceAll("paths.example", `${product.toLowerCase()}.example`),
  ) as object[];

async function expectThat(page: Page, name: string, statement: string): Promise<void> {
  await page.goto("/invariants");
  await page.getByRole("button", { name: "New invariant" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("What has to hold").fill(statement);
  await dialog.getByLabel("Reason").fill("Nobody may be stranded");
  await dialog.getByRole("button", { name: "Save now" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("yes");
}

/** Everything that can be asked is asked once more. */
const analysed = { timeout: 40_000 };

test("a dead end is found in the path graph, and what must not become one is kept from it", async ({
  api,
  enterAs,
}) => {
  const product = `Path${Math.random().toString(36).slice(2, 10)}`;
  await submit(api, withOwnHost(product, world(product)));
  const page = await enterAs("driver");
  await page.goto(`/paths?product=${product}&channel=nightly`);
  const drawn = page.getByRole("group", { name: `Paths: ${product} on nightly, drawn` });
  await expect(drawn).toContainText(`${product}-1.0`);
  const end = page.getByRole("row", { name: /^Dead end/ });
  await expect(end).toContainText(`${product}-1.0`);
  await expect(page.getByRole("row", { name: /^Newest/ })).toContainText(`${product}-3.0`);

  await expectThat(
    page,
    `${product} arrives`,
    `every ${product} client on nightly with version >=2.0 reaches 3.0`,
  );

  await page.goto(`/rules?product=${product}`);
  await page.getByRole("button", { name: /^Actions for rule/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const form = page.getByRole("form", { name: /^Edit rule/ });
  await form.getByLabel("Version", { exact: true }).fill(">=2.5");
  await form.getByLabel("Reason").fill("Only the newest");
  await form.getByRole("button", { name: "Save now" }).click();
  await expect(form.getByRole("alert")).toContainText(`${product}-2.0 on nightly`);
  await form.getByRole("button", { name: "Add to draft" }).click();

  await page.getByRole("region", { name: "Your draft" }).getByRole("link", { name: "Review" }).click();
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("blocks it", analysed);
  await problems.getByRole("button", { name: "Override" }).click();
  await page.getByRole("dialog").getByLabel("Why it is right all the same").fill("2.0 was never given out");
  await page.getByRole("dialog").getByRole("button", { name: "Let them pass" }).click();
  await expect(problems).toContainText("let pass: 2.0 was never given out", analysed);
  await page.getByRole("button", { name: "Propose" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("heading", { name: "Enacted" })).toBeVisible();

  await page.goto(`/paths?product=${product}&channel=nightly`);
  await expect(page.getByRole("row", { name: new RegExp(`^Dead end ${product}-2.0`) })).toBeVisible();
});
