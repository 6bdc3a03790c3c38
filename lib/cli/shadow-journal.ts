import fs from "node:fs";
import { createInterface } from "node:readline";

import { z } from "zod";

import type { Ledger } from "@/lib/shadow/ledger";
import type { Recorded } from "@/lib/shadow/recorded";
import type { Found, Tally, Verdict } from "@/lib/shadow/tally";

import { Failure } from "./failure";
import { reasonOf } from "./files";

/** What may not change between a run and one that goes on with it. */
export type JournalHead = { readonly old: string; readonly new: string; readonly force: boolean };

const headSchema = z.looseObject({
  aus: z.literal("shadow"),
  format: z.literal(1),
  old: z.string(),
  new: z.string(),
  force: z.boolean(),
});

const text = z.string().nullable();
const foundSchema = z.object({
  cause: z.string(),
  where: z.string(),
  ...{ field: text, old: text, new: text, intended: text },
});
const lineSchema = z.tuple([
  z.string().regex(/^[0-9a-f]{16}$/),
  z.object({
    product: z.string(),
    channel: z.string(),
    target: z.string().default(""),
    found: z.array(foundSchema).default([]),
  }),
]);

/** What was compared, line by line, so that a run that was cut off can be gone on with. */
export class Journal {
  #lines: string[] = [];

  private constructor(readonly file: string) {}

  /** Opens a journal, a new one or that of an earlier run, whose outcomes it takes over. @throws Failure when it is another's */
  static async open(
    file: string,
    head: JournalHead,
    into: { ledger: Ledger; tally: Tally },
  ): Promise<Journal> {
    const journal = new Journal(file);
    try {
      if (fs.existsSync(file)) {
        cutHalfLine(file);
        await replay(file, head, into);
      } else fs.writeFileSync(file, `${JSON.stringify({ aus: "shadow", format: 1, ...head })}\n`);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(`${file} cannot be used: ${reasonOf(error)}`);
    }
    return journal;
  }

  /** What was not answered is left out, so that it is asked again. */
  note({ fingerprint, target, query }: Recorded, verdict: Verdict): void {
    if (verdict.kind !== "compared") return;
    const key = [fingerprint.high, fingerprint.low]
      .map((half) => half.toString(16).padStart(8, "0"))
      .join("");
    const { product, channel } = query;
    const found = verdict.found.length === 0 ? {} : { target, found: verdict.found };
    this.#lines.push(`${JSON.stringify([key, { product, channel, ...found }])}\n`);
    if (this.#lines.length >= atOnce) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    try {
      fs.appendFileSync(this.file, this.#lines.join(""));
    } catch (error) {
      throw new Failure(`${this.file} cannot be written: ${reasonOf(error)}`);
    }
    this.#lines = [];
  }
}

const atOnce = 100;

/** A run that was killed may have left half a line. */
function cutHalfLine(file: string): void {
  const handle = fs.openSync(file, "r+");
  try {
    const { size } = fs.fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, 1_048_576));
    fs.readSync(handle, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf("\n");
    if (end >= 0 && end < tail.length - 1) fs.ftruncateSync(handle, size - tail.length + end + 1);
  } finally {
    fs.closeSync(handle);
  }
}

async function replay(
  file: string,
  head: JournalHead,
  { ledger, tally }: { ledger: Ledger; tally: Tally },
): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: fs.createReadStream(file) })) {
    number += 1;
    if (number === 1) {
      mustFit(file, line, head);
      continue;
    }
    const [key, { found, ...asked }] = readLine(file, number, line);
    const verdict = { kind: "compared", found: found as Found[] } as const;
    const fingerprint = { high: parseInt(key.slice(0, 8), 16), low: parseInt(key.slice(8), 16) };
    ledger.restore(fingerprint, tally.note(asked, verdict));
  }
  if (number === 0) {
    throw new Failure(`${file} is empty: it was not written by aus shadow. Name another file.`);
  }
}

function mustFit(file: string, line: string, head: JournalHead): void {
  const parsed = headSchema.safeParse(parse(line));
  if (!parsed.success) {
    throw new Failure(`${file} was not written by aus shadow --resume: name another file, or remove it.`);
  }
  for (const name of ["old", "new", "force"] as const) {
    if (parsed.data[name] === head[name]) continue;
    throw new Failure(
      `${file} is of a run with ${name} ${String(parsed.data[name])}, not ${String(head[name])}: give the same, or another --resume file.`,
    );
  }
}

function readLine(file: string, number: number, line: string): z.output<typeof lineSchema> {
  const parsed = lineSchema.safeParse(parse(line));
  if (parsed.success) return parsed.data;
  throw new Failure(`${file}, line ${number} is damaged: remove the line, and its request is asked again.`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}
