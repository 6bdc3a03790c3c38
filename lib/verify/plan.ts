import { z } from "zod";

const patchType = z.enum(["complete", "partial"]);
export type PatchType = z.infer<typeof patchType>;

/** A file as the configuration says it is. */
export const expectedPatchSchema = z.strictObject({
  type: patchType,
  /** In bytes. Null: it is not known, and whatever the service answers counts. */
  size: z.int().min(0).nullable(),
  hashFunction: z.string(),
  /** Null as `size`. */
  hashValue: z.string().nullable(),
});

/** What a client is to be answered. */
export const expectedSchema = z.strictObject({
  /** The release that it gets; null: it is not known. */
  release: z.string().nullable(),
  /** Attributes of the update by name, such as buildID and appVersion; others may be anything. */
  attributes: z.record(z.string(), z.string()),
  patches: z.array(expectedPatchSchema),
});
export type Expected = z.infer<typeof expectedSchema>;

const clientSchema = z.strictObject({
  product: z.string(),
  version: z.string(),
  buildID: z.string(),
  buildTarget: z.string(),
  locale: z.string(),
  channel: z.string(),
  osVersion: z.string(),
});
export type VerifiedClient = z.infer<typeof clientSchema>;

/** A client state, and what it is to be answered. */
export const stateSchema = z.strictObject({
  client: clientSchema,
  /** What it asks for. */
  path: z.string(),
  /** Null: by the configuration it gets nothing, though it should. */
  expected: expectedSchema.nullable(),
  /** Why it gets nothing; null where something is expected. */
  missing: z.strictObject({ cause: z.enum(["missing locale", "no update"]), detail: z.string() }).nullable(),
});
export type StateToVerify = z.infer<typeof stateSchema>;

export const fileUserSchema = z.strictObject({
  /** Whose it is; null: it is not known. */
  release: z.string().nullable(),
  buildTarget: z.string(),
  locale: z.string(),
  type: patchType,
});
export type FileUser = z.infer<typeof fileUserSchema>;

/** A file that clients are sent to, and how it has to be. */
export const fileSchema = z.strictObject({
  url: z.string(),
  /** In bytes; null: nobody says. */
  size: z.int().min(0).nullable(),
  hashFunction: z.string(),
  hashValue: z.string(),
  /** Builds whose clients get it. */
  users: z.array(fileUserSchema),
});
export type FileToVerify = z.infer<typeof fileSchema>;

/** What is wrong in the configuration itself. */
export const configuredFaultSchema = z.strictObject({
  cause: z.enum(["partial larger than complete", "no file"]),
  detail: z.string(),
  user: fileUserSchema,
});
export type ConfiguredFault = z.infer<typeof configuredFaultSchema>;

/** All that is to be verified of a release or a channel. */
export const planSchema = z.strictObject({
  /** Of the configuration by which it was worked out. */
  revision: z.int(),
  states: z.array(stateSchema),
  files: z.array(fileSchema),
  faults: z.array(configuredFaultSchema),
  /** States that get nothing, and are meant to: how many, by why. */
  skipped: z.record(z.string(), z.int()),
});
export type Plan = z.infer<typeof planSchema>;

/** How thoroughly files are looked at. "range": the first bytes; "full": all of them, with their hash. */
export const depths = ["head", "range", "full"] as const;
export type Depth = (typeof depths)[number];

/** Files of the same address, size and hash are one file. */
export function joinFiles(files: Iterable<FileToVerify>): FileToVerify[] {
  const joined = new Map<string, FileToVerify>();
  for (const file of files) {
    const key = keyOfFile(file);
    const known = joined.get(key);
    joined.set(key, known ? { ...known, users: [...known.users, ...file.users] } : file);
  }
  return [...joined.values()];
}

export function keyOfFile({ url, size, hashFunction, hashValue }: FileToVerify): string {
  // Hosts that want to know whether somebody asked give the same file all the same.
  return [url.replace(/[?&]force=-?1$/, ""), size, hashFunction.toLowerCase(), hashValue].join("\n");
}
