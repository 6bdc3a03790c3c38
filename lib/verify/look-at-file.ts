import { createHash, getHashes } from "node:crypto";

import type { Fault } from "./failure";
import { fetchFailure } from "./fetch-failure";
import type { Depth, FileToVerify } from "./plan";

/** What a verification has of the world. */
export type Means = {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Lets so many milliseconds pass. */
  readonly pause: (ms: number) => Promise<void>;
  /** Milliseconds that an answer may take, and that a file may stand still. */
  readonly patience: number;
  /** Whether a file that a redirect names may be asked for. */
  readonly mayFollow: (url: string) => boolean;
};

const mostRedirects = 5;

const inits: Readonly<Record<Depth, RequestInit>> = {
  head: { method: "HEAD" },
  range: { headers: { range: "bytes=0-2", "accept-encoding": "identity" } },
  full: { headers: { "accept-encoding": "identity" } },
};

/** Asks for a file. @returns what is wrong with it; null: nothing */
export async function lookAtFile(file: FileToVerify, depth: Depth, means: Means): Promise<Fault | null> {
  const until = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Each piece of a file gets the same time: a large one may take long as a whole.
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      until.abort(new DOMException("", "TimeoutError"));
    }, means.patience);
  };
  try {
    wait();
    const found = await follow(file.url, { ...inits[depth], signal: until.signal }, means);
    if ("cause" in found) return found;
    const fault = judgeHead(file, depth, found);
    if (fault !== null || depth !== "full") return fault;
    return await judgeBody(file, found, wait);
  } catch (error) {
    return { cause: "no answer", detail: fetchFailure(error, means.patience) };
  } finally {
    clearTimeout(timer);
    until.abort();
  }
}

async function follow(url: string, init: RequestInit, means: Means): Promise<Response | Fault> {
  let at = url;
  for (let hops = 0; ; hops++) {
    const response = await means.fetch(at, { ...init, redirect: "manual" });
    if (response.status < 300 || response.status >= 400) return response;
    const location = response.headers.get("location") ?? "";
    const next = URL.canParse(location, at) ? new URL(location, at).href : null;
    if (next === null || hops >= mostRedirects || !means.mayFollow(next)) {
      return { cause: "redirect", detail: `${response.status} to ${location || "nowhere"}` };
    }
    at = next;
  }
}

function judgeHead({ size }: FileToVerify, depth: Depth, response: Response): Fault | null {
  const fault = judgeStatus(depth, response);
  if (fault !== null || size === null) return fault;
  const { headers } = response;
  const told = depth === "range" ? totalOf(headers.get("content-range")) : headers.get("content-length");
  if (told === String(size) || (depth === "full" && told === null)) return null;
  return {
    cause: "wrong size",
    detail: `it has ${told ?? "an unknown number of"} bytes in place of ${size}`,
  };
}

function judgeStatus(depth: Depth, { status, headers }: Response): Fault | null {
  if (status === 404 || status === 410) return { cause: "no file", detail: `the answer is ${status}` };
  const type = headers.get("content-type") ?? "";
  if (status < 300 && /^(text\/html|application\/xhtml)/i.test(type)) {
    return { cause: "HTML instead of a file", detail: `the answer is ${type}` };
  }
  const wanted = depth === "range" ? 206 : 200;
  if (status === wanted) return null;
  return { cause: "bad status", detail: `the answer is ${status} in place of ${wanted}` };
}

function totalOf(range: string | null): string | null {
  return /^bytes 0-\d+\/(\d+)$/.exec(range ?? "")?.[1] ?? null;
}

async function judgeBody(file: FileToVerify, { body }: Response, wait: () => void): Promise<Fault | null> {
  const name = file.hashFunction.toLowerCase();
  if (!getHashes().includes(name)) {
    return { cause: "wrong hash", detail: `nobody knows the hash function "${file.hashFunction}"` };
  }
  const hash = createHash(name);
  let size = 0;
  if (body !== null) {
    const reader = body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      wait();
      hash.update(read.value);
      size += read.value.byteLength;
      if (file.size !== null && size > file.size) break;
    }
  }
  if (file.size !== null && size !== file.size) {
    const says = size > file.size ? `more than ${file.size} bytes` : `${size} bytes in place of ${file.size}`;
    return { cause: "wrong size", detail: `it has ${says}` };
  }
  const found = hash.digest("hex");
  if (found === file.hashValue.toLowerCase()) return null;
  const says = `its ${file.hashFunction} is ${found.slice(0, 16)}… in place of ${file.hashValue.slice(0, 16)}…`;
  return { cause: "wrong hash", detail: says };
}
