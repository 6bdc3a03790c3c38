import { parseServed, type Served } from "@/lib/snippets/served";

import type { Cause, Fault } from "./failure";
import type { Expected, FileToVerify, StateToVerify } from "./plan";

/** An answer of the update route. */
export type Answered = { readonly status: number; readonly body: string; readonly location: string | null };

export type JudgedAnswer = {
  readonly faults: readonly Fault[];
  /** The files that the client is sent to. */
  readonly files: readonly FileToVerify[];
};

type Fields = Readonly<Record<string, string>>;

/** What is wrong with the answer that a client got, and the files that it would fetch. */
export function judgeAnswer(state: StateToVerify, { status, body, location }: Answered): JudgedAnswer {
  if (status >= 300 && status < 400) {
    return only("redirect", `the update route sends to ${location ?? "somewhere else"}`);
  }
  if (status !== 200) return only("bad answer", `the update route answers ${status}`);
  const served = parseServed(body);
  if (served.kind === "other") return only("bad answer", served.says);
  if (served.kind === "nothing") return judgeNothing(state);
  return judgeUpdate(state, served);
}

function only(cause: Cause, detail: string): JudgedAnswer {
  return { faults: [{ cause, detail }], files: [] };
}

function judgeNothing({ missing, expected }: StateToVerify): JudgedAnswer {
  if (missing) return only(missing.cause, missing.detail);
  const what = expected?.release ?? "an update";
  return only("no update", `the answer is empty, though ${what} is expected`);
}

function judgeUpdate(
  { expected, client }: StateToVerify,
  { attributes, patches }: Extract<Served, { kind: "update" }>,
): JudgedAnswer {
  const files = patches.flatMap((patch) => fileOf(patch, { expected, client }));
  const faults = [
    ...(expected ? attributeFaults(expected.attributes, attributes) : []),
    ...(expected ? patchFaults(expected, patches) : []),
    ...sizeFaults(patches),
  ];
  return { faults, files };
}

function attributeFaults(wanted: Fields, got: Fields): Fault[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    if (got[name] === value) return [];
    const cause = name === "buildID" ? "wrong build ID" : "wrong version";
    return [{ cause, detail: `${name} is ${got[name] ?? "not given"} in place of ${value}` }];
  });
}

function patchFaults({ patches: wanted }: Expected, got: readonly Fields[]): Fault[] {
  return wanted.flatMap(({ type, size, hashValue }): Fault[] => {
    const patch = got.find((one) => one["type"] === type);
    if (!patch) return [{ cause: "patch type missing", detail: `there is no ${type} patch` }];
    const faults: Fault[] = [];
    if (size !== null && patch["size"] !== String(size)) {
      const detail = `the ${type} patch is answered with size ${patch["size"] ?? "unknown"} in place of ${size}`;
      faults.push({ cause: "wrong size", detail });
    }
    if (hashValue !== null && patch["hashValue"]?.toLowerCase() !== hashValue.toLowerCase()) {
      faults.push({ cause: "wrong hash", detail: `the ${type} patch is answered with another hash` });
    }
    return faults;
  });
}

function sizeFaults(patches: readonly Fields[]): Fault[] {
  const sizeOf = (type: string) =>
    Number(patches.find((one) => one["type"] === type)?.["size"] ?? Number.NaN);
  const [complete, partial] = [sizeOf("complete"), sizeOf("partial")];
  if (!(partial > complete)) return [];
  const detail = `the partial has ${partial} bytes, the complete ${complete}`;
  return [{ cause: "partial larger than complete", detail }];
}

function fileOf(
  { URL: url, size, hashFunction, hashValue, type }: Fields,
  { expected, client }: Pick<StateToVerify, "expected" | "client">,
): FileToVerify[] {
  if (url === undefined || (type !== "complete" && type !== "partial")) return [];
  const { buildTarget, locale } = client;
  const users = [{ release: expected?.release ?? null, buildTarget, locale, type } as const];
  return [
    {
      url,
      size: Number(size ?? 0),
      hashFunction: hashFunction ?? "sha512",
      hashValue: hashValue ?? "",
      users,
    },
  ];
}
