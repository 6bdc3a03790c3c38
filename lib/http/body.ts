import { Refusal } from "@/lib/errors";

import { findJsonError } from "./json-error";

/** The largest body that is read, in bytes: a whole configuration of 100 large releases is about half of it. */
export const largestBody = 256 * 1024 * 1024;

/** @throws Refusal "malformed" when the body is not JSON, "too-large" when there is too much of it */
export async function readJson(request: Request): Promise<unknown> {
  // Forms of other sites' pages can send text, but not JSON.
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new Refusal("malformed", `Send JSON with Content-Type: application/json, not "${type}"`);
  }
  const text = await readText(request);
  if (text === "") throw new Refusal("malformed", "The request has no body: send JSON");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { line, column, expected } = findJsonError(text);
    const detail = `The body is not JSON: at line ${line}, column ${column} there should be ${expected}`;
    throw new Refusal("malformed", detail);
  }
}

/** @throws Refusal "malformed" when it is not UTF-8, "too-large" when there are more bytes than `most` */
export async function readText(request: Request, most = largestBody): Promise<string> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > most) refuseSize(most);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parts: string[] = [];
  let size = 0;
  try {
    for await (const chunk of chunksOf(request)) {
      size += chunk.byteLength;
      if (size > most) refuseSize(most);
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    parts.push(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal("malformed", "The body is not UTF-8 text");
    throw error;
  }
  return parts.join("");
}

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function refuseSize(most: number): never {
  throw new Refusal(
    "too-large",
    `The body is larger than ${most / 1024 / 1024} MiB: send it in several changes`,
  );
}
