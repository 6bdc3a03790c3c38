import { expect, test } from "@playwright/test";

test("a client that nothing is known of gets the empty update", async ({ request }) => {
  const response = await request.get(
    "/update/3/Nobody/1.0/1/Linux_x86_64-gcc3/de/release/Linux/default/default/update.xml",
  );
  expect(response.status()).toBe(200);
  expect(response.headers()["content-type"]).toBe("text/xml; charset=utf-8");
  expect(await response.text()).toBe('<?xml version="1.0"?>\n<updates>\n</updates>');
});

test("the node says how it is, and which version it runs", async ({ request }) => {
  expect(await (await request.get("/__heartbeat__")).json()).toMatchObject({ status: "ok", pages: true });
  await expect.poll(async () => (await request.get("/__heartbeat__?worker")).status()).toBe(200);
  expect((await request.get("/__lbheartbeat__")).status()).toBe(200);
  expect(await (await request.get("/__version__")).json()).toMatchObject({ name: "aus3" });
});

test("the sign-in page keeps to its content security policy", async ({ page }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) violations.push(message.text());
  });
  const response = await page.goto("/sign-in");
  expect(response?.headers()["content-security-policy"]).toMatch(/script-src 'self' 'nonce-/);
  await expect(page.getByRole("button", { name: /sign in/i })).toBeEnabled();
  expect(violations).toEqual([]);
});
