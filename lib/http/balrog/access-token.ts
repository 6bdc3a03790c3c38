import "server-only";

import { z } from "zod";

import { findToken } from "@/lib/access/token";

import { json } from "../route";

const asked = z.object({ client_secret: z.string().min(1) });
const largest = 10_000;

/**
 * Clients of Balrog trade a secret for an access token first (OAuth's client credentials). Here the secret is a token
 * itself, and is what they get.
 */
export async function tradeSecret(request: Request): Promise<Response> {
  const read = asked.safeParse(await readCredentials(request));
  const secret = read.success ? read.data.client_secret : null;
  const token = secret === null ? null : await findToken(secret);
  if (token) return json({ access_token: secret, token_type: "Bearer", expires_in: 3_600 });
  const error_description = "Give a token of this service as client_secret";
  return json({ error: "access_denied", error_description }, { status: 401 });
}

/** Null: there are none that could be read. */
async function readCredentials(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? largest) >= largest) return null;
  const text = await request.text();
  if (!/json/i.test(request.headers.get("content-type") ?? "")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
