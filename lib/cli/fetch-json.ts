import { Failure } from "./failure";
import type { Io } from "./io";

/** Requests that fail in passing are made this often in all. */
const attempts = 5;
const firstPause = 500;
const longestPause = 60_000;
const patience = 120_000;
/** In bytes: the largest blobs of releases are some megabytes. */
const largest = 64 * 1024 * 1024;

/** A server asks for time, or has trouble of its own. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * What a server outside answers, within bounds of time and size; never from where it redirects to.
 *
 * @returns null when there is nothing at the address (404)
 * @throws Failure that names the address and what to do
 */
export async function fetchJson(io: Io, url: string): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const got = await tryOnce(io, url);
    if (got.kind === "json") return got.value;
    if (got.kind === "nothing") return null;
    if (attempt === attempts) throw new Failure(`${url}: ${got.why}, ${attempts} times. Try again later.`);
    await io.pause(Math.min(got.after ?? firstPause * 2 ** (attempt - 1), longestPause));
  }
}

type Got =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "nothing" }
  /** @param after milliseconds that the server asks for */
  | { readonly kind: "again"; readonly why: string; readonly after: number | null };

async function tryOnce(io: Io, url: string): Promise<Got> {
  try {
    const response = await io.fetch(url, {
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
    });
    return await readAnswer(url, response);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { cause, message } = error as Error;
    const why = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    return { kind: "again", why: `no answer (${why})`, after: null };
  }
}

async function readAnswer(url: string, response: Response): Promise<Got> {
  const { status, headers } = response;
  if (status === 404) return { kind: "nothing" };
  if (passing.has(status)) {
    const seconds = Number(headers.get("retry-after") ?? Number.NaN);
    return { kind: "again", why: `it answers ${status}`, after: seconds > 0 ? seconds * 1_000 : null };
  }
  if (status >= 300 && status < 400) {
    throw new Failure(
      `${url} sends on to ${headers.get("location") ?? "elsewhere"}: give that address instead.`,
    );
  }
  if (status !== 200) throw new Failure(`${url} answers ${status}.`);
  return { kind: "json", value: parse(url, await readText(url, response)) };
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Failure(`${url} answers with something other than JSON. Is it the public address of a Balrog?`);
  }
}

async function readText(url: string, response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    size += read.value.byteLength;
    if (size > largest) {
      await reader?.cancel();
      throw new Failure(`${url} answers with more than ${largest / 1024 / 1024} MiB.`);
    }
    text += decoder.decode(read.value, { stream: true });
  }
  return text + decoder.decode();
}
