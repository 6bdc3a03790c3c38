import { test as base, type BrowserContext } from "@playwright/test";

import { demo } from "./services";

/** Nothing moves by itself, and clicks reach the service's pages only once their script runs: whoever clicks earlier would click again. */
export async function waitUntilAlive(context: BrowserContext): Promise<void> {
  await context.addInitScript((origin) => {
    if (location.origin !== origin) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":root:not([data-alive]) body, [data-still] { pointer-events: none } * { transition: none !important }",
    );
    document.adoptedStyleSheets.push(sheet);
  }, demo.url);
}

export const test = base.extend({
  context: async ({ context }, provide) => {
    await waitUntilAlive(context);
    await provide(context);
  },
});
