import fs from "node:fs";
import path from "node:path";

import { request, type APIRequestContext } from "@playwright/test";

import { demo } from "./services";

/** The API, asked with the secret of a token or session. */
export async function apiWith(secret: string): Promise<APIRequestContext> {
  return request.newContext({
    baseURL: `${demo.url}/api/v1/`,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
}

/** The API, asked as automation that may do everything but sign. */
export async function adminApi(): Promise<APIRequestContext> {
  return apiWith(fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim());
}

/** A notice that support has ended, which makes a release of the fewest words. */
export function makeNotice(product: string, name: string, detailsURL: string): object {
  const content = { kind: "desupport", detailsURL, displayVersion: "9.0" };
  return { entity: "release", action: "create", value: { name: `${product}-${name}`, product, content } };
}
