import { z } from "zod";

import { buildSchema } from "@/lib/releases/release";

const text = z.string().min(1);

const patch = z
  .strictObject({
    type: z.enum(["complete", "partial"]).optional(),
    file: text.optional().describe("Beside the document: its size and hash are computed, or verified"),
    url: z.url({ protocol: /^https?$/, error: "a URL of http or https is expected" }).optional(),
    size: z.int().min(0).optional(),
    hash: z
      .string()
      .regex(/^[0-9a-fA-F]+$/, "a hash in hex digits is expected")
      .optional(),
    hashFunction: z.enum(["sha512", "sha384", "sha256"]).default("sha512"),
    from: text.optional().describe("Of a partial: the release, version or build ID that it updates from"),
  })
  .refine(({ file, size, hash }) => file !== undefined || (size !== undefined && hash !== undefined), {
    path: ["file"],
    message: "give the file, or its size and hash",
  });

const common = {
  release: text.optional(),
  product: text.optional(),
  version: text.optional(),
  displayVersion: text.optional(),
  buildID: z
    .string()
    .regex(/^\d{10,14}$/, "a build ID has 10 to 14 digits")
    .optional(),
  channel: text.optional(),
};

const build = z.strictObject({
  ...common,
  buildTarget: buildSchema.shape.buildTarget.optional(),
  locale: buildSchema.shape.locale.optional(),
  patches: z.array(patch).min(1, "give at least one patch"),
});

/** What a build job writes of what it made: one build, or several with what they have in common. */
export const buildDocumentSchema = z.union([
  build,
  z.strictObject({ ...common, builds: z.array(build).min(1, "give at least one build") }),
]);

export type BuildDocument = z.infer<typeof build>;
export type PatchDocument = z.infer<typeof patch>;

/** The builds of a document, each with what it shares with the others. */
export function buildsOf(document: z.infer<typeof buildDocumentSchema>): BuildDocument[] {
  if (!("builds" in document)) return [document];
  const { builds, ...shared } = document;
  return builds.map((one) => ({ ...shared, ...one }));
}
