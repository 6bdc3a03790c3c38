import { z } from "zod";

import { flag, optionalText, text } from "./row";

const size = z
  .union([z.int().min(0), z.string().regex(/^\d+$/, "a size in bytes is expected")], {
    error: "a size in bytes is expected",
  })
  .transform(Number);

const url = z.string("a URL is expected").min(1, "a URL is expected");

const common = { name: optionalText, product: optionalText, schema_version: z.int() };

const patch = z.object({
  from: z.string().min(1),
  filesize: size,
  hashValue: text,
  fileUrl: url.nullish(),
  binTransInclusionProof: optionalText,
});

/** What a build target × locale says; its attributes, which depend on the schema version, are read beside. */
export const buildBlob = z.looseObject({
  buildID: optionalText,
  isOSUpdate: flag,
  /** Schema versions 1 and 2. */
  complete: patch.nullish(),
  partial: patch.nullish(),
  /** Later ones. */
  completes: z.array(patch).nullish(),
  partials: z.array(patch).nullish(),
});

const byFrom = z.record(z.string(), z.string());

/** File names or download products: one per patch type (versions 1 and 2), or by a patch's `from` (version 3). */
const patchNames = z.object({
  complete: text.optional(),
  partial: text.optional(),
  completes: byFrom.optional(),
  partials: byFrom.optional(),
});

/** One template for every patch of a channel (versions 1 to 3), or by patch type and `from`. */
const channelTemplates = z.union(
  [z.string(), z.object({ completes: byFrom.optional(), partials: byFrom.optional() })],
  { error: "a URL template, or templates by patch type, are expected" },
);

const attributeGroup = z.object({
  for: z
    .object({
      channels: z.array(text).optional(),
      locales: z.array(text).optional(),
      versions: z.array(text).optional(),
      buildIDs: z.array(text).optional(),
    })
    .prefault({}),
  fields: z.record(z.string(), text),
});

const platformBlob = z.object({
  alias: optionalText,
  OS_FTP: optionalText,
  OS_BOUNCER: optionalText,
  buildID: optionalText,
  locales: z.record(z.string(), buildBlob).optional(),
});

/** Schema versions 1 to 9; the attributes are read beside. */
export const applicationBlob = z.looseObject({
  ...common,
  hashFunction: optionalText,
  fileUrls: z.record(z.string(), channelTemplates).nullish(),
  ftpFilenames: patchNames.nullish(),
  bouncerProducts: patchNames.nullish(),
  oldVersionSpecialCases: flag,
  fakePartials: flag,
  updateLine: z.union([z.array(attributeGroup), z.strictObject({})]).nullish(),
  platforms: z.record(z.string(), platformBlob),
});

/** Schema version 50. */
export const desupportBlob = z.object({ ...common, detailsUrl: url, displayVersion: text });

const addonFile = z.object({
  fileUrl: url,
  filesize: size,
  hashValue: text,
  mirrorUrls: z.array(url).optional(),
});
const addonFiles = z.record(z.string(), z.union([z.object({ alias: text }), addonFile])).default({});
const addonBlob = z.object({ version: text, platforms: addonFiles });

/** Schema version 1000. */
export const pluginsBlob = z.object({
  ...common,
  hashFunction: text,
  vendors: z.record(z.string(), addonBlob),
});

/** Schema version 4000. */
export const bundleBlob = z.object({
  ...common,
  products: z.array(z.string()).nullish(),
  blobs: z.array(z.string()).nullish(),
});

/** Schema version 5000. */
export const systemAddonsBlob = z.object({
  ...common,
  hashFunction: optionalText,
  uninstall: z.boolean().nullish(),
  addons: z.record(z.string(), addonBlob).nullish(),
});

/** Schema version 10000. */
export const jsonBlob = z.object({
  ...common,
  version: text,
  required: z.boolean(),
  hashFunction: text,
  platforms: z.record(z.string(), z.object({ fileUrl: url, hashValue: text })),
});

export type ApplicationBlob = z.infer<typeof applicationBlob>;
export type BuildBlob = z.infer<typeof buildBlob>;
export type PatchBlob = z.infer<typeof patch>;
export type PatchNames = z.infer<typeof patchNames>;
export type AddonFiles = z.infer<typeof addonFiles>;
