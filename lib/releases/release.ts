import { z } from "zod";

const url = z.string().min(1);
const text = z.string();

/** A name that XML allows for an attribute and that does not change what other names mean. */
const attributeName = z
  .string()
  .regex(
    /^(?!xml)[A-Za-z_][\w.-]*$/i,
    "An attribute's name starts with a letter and has letters, digits, '_', '.' or '-'",
  );
const attributes = z.record(attributeName, z.string());

/** The file names and download products that a template's %FILENAME% and %PRODUCT% stand for, by a patch's `from`. */
const patchNamesSchema = z.strictObject({
  complete: z.record(z.string(), z.string()).default({}),
  partial: z.record(z.string(), z.string()).default({}),
});

/** For one channel (or "*"): a URL template by a patch's `from`, for each patch type. */
const urlTemplatesSchema = z.strictObject({
  complete: z.record(z.string(), z.string()).default({}),
  partial: z.record(z.string(), z.string()).default({}),
});

/** Attributes that only the requests described by `for` get. A condition left out matches every request. */
const attributeGroupSchema = z.strictObject({
  for: z.strictObject({
    channels: z.array(text).optional(),
    locales: z.array(text).optional(),
    versions: z.array(text).optional(),
    buildIDs: z.array(text).optional(),
  }),
  fields: attributes,
});

/** What a build target of an application release has of its own. */
const buildTargetSchema = z.strictObject({
  alias: text.optional().describe("The build target of the same release whose builds this one stands for"),
  osFtp: text.optional().describe("What %OS_FTP% stands for in URL templates"),
  osBouncer: text.optional().describe("What %OS_BOUNCER% stands for in URL templates"),
});

/** One downloadable file. */
export const patchSchema = z.strictObject({
  type: z.enum(["complete", "partial"]),
  /** "*", or the name of the release that this patch updates from. */
  from: z.string().min(1),
  /** In bytes. */
  size: z.int().min(0),
  hashValue: z.string(),
  /** Null: the release's. */
  hashFunction: z.string().nullable().default(null),
  /** Served as it stands, without interpolation. Null: the release's URL templates decide. */
  url: url.nullable().default(null),
  /** Further attributes of the <patch> element, e.g. binTransInclusionProof. */
  attributes: attributes.default({}),
});

/** What a client says in one segment of its URL. */
const place = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/]*$/, "There is no '/' in a build target or locale");

/** One build target × locale of an application release. */
export const buildSchema = z.strictObject({
  buildTarget: place,
  locale: place,
  /** Null where the data do not say: such a build is never an upgrade for an equal version, nor a partial's source. */
  buildID: z.string().nullable().default(null),
  /** Attributes of the <update> element that differ from the release's, e.g. appVersion of a nightly. */
  attributes: attributes.default({}),
  /** In order of preference within each type: the first that applies is served. */
  patches: z.array(patchSchema).default([]),
});

const applicationSchema = z.strictObject({
  kind: z.literal("application"),
  dialect: z
    .enum(["gecko-1.8", "gecko-2"])
    .default("gecko-2")
    .describe("Which names the attributes have and in which order they are written"),
  attributeOrder: z
    .enum(["dialect", "name"])
    .default("dialect")
    .describe(
      '"name": sorted, as releases with attribute groups are served; "dialect": the order of the dialect',
    ),
  attributes: attributes
    .default({})
    .describe("By the XML attribute's name; %LOCALE% and %locale% are replaced in those that hold URLs"),
  attributeGroups: z
    .array(attributeGroupSchema)
    .default([])
    .describe("Attributes that only some requests get"),
  oldClients: z
    .boolean()
    .default(false)
    .describe(
      "Rewrites version and extensionVersion for clients of 2.0 up to 4.0, which insist on their own",
    ),
  squashedFor: z
    .array(z.string())
    .default([])
    .describe(
      "Clients of these build IDs cannot read newlines in XML: they get the answer in one line (bug 1517743)",
    ),
  hashFunction: z.string().default("sha512").describe("That of patches that name none"),
  urlTemplates: z.record(z.string(), urlTemplatesSchema).default({}).describe('By channel, or "*"'),
  filenames: patchNamesSchema.prefault({}).describe("What %FILENAME% stands for in URL templates"),
  bouncerProducts: patchNamesSchema.prefault({}).describe("What %PRODUCT% stands for in URL templates"),
  buildTargets: z
    .record(z.string(), buildTargetSchema)
    .default({})
    .describe("What build targets have of their own"),
});

const desupportSchema = z.strictObject({
  kind: z.literal("desupport"),
  detailsURL: url.describe("%LOCALE%, %VERSION% and %OS% are replaced"),
  displayVersion: text,
});

const addonFileSchema = z.strictObject({
  url,
  hashValue: text,
  size: z.int().min(0),
  mirrorURLs: z.array(url).default([]).describe("Further places of the same file; written for plugins only"),
});

const addonSchema = z.strictObject({
  version: text,
  files: z
    .record(z.string(), z.union([addonFileSchema, z.strictObject({ alias: text })]))
    .describe('By build target, or "default"'),
});

const pluginsSchema = z.strictObject({
  kind: z.literal("plugins"),
  hashFunction: z.string(),
  addons: z.record(z.string(), addonSchema),
});

const systemAddonsSchema = z.strictObject({
  kind: z.literal("system-addons"),
  hashFunction: z.string(),
  uninstall: z
    .boolean()
    .describe("True: without add-ons of its own the answer is an empty <addons>, which uninstalls all"),
  addons: z.record(z.string(), addonSchema).default({}),
});

const bundleSchema = z.strictObject({
  kind: z.literal("bundle"),
  products: z.array(text).default([]).describe("Products whose own rules are evaluated, in order"),
  releases: z
    .array(text)
    .default([])
    .describe("Releases whose add-ons are joined, in order. Used only where no products are named"),
});

const jsonProductSchema = z.strictObject({
  kind: z.literal("json"),
  version: text,
  required: z.boolean(),
  hashFunction: z.string(),
  /** By build target. */
  files: z.record(z.string(), z.strictObject({ url, hashValue: text })),
});

export const releaseContentSchema = z.discriminatedUnion("kind", [
  applicationSchema,
  desupportSchema,
  pluginsSchema,
  systemAddonsSchema,
  bundleSchema,
  jsonProductSchema,
]);

/** What is written of a release, without its builds. */
export const releaseSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\s/*,%][^/*,%\n\r]*$/, "A release name has no '/', '*', ',', '%' or line break"),
  product: z.string().min(1),
  readOnly: z.boolean().default(false),
  comment: z.string().nullable().default(null),
  content: releaseContentSchema,
});

export type Patch = z.infer<typeof patchSchema>;
export type Build = z.infer<typeof buildSchema>;
export type AttributeGroup = z.infer<typeof attributeGroupSchema>;
export type ReleaseContent = z.infer<typeof releaseContentSchema>;
export type ReleaseKind = ReleaseContent["kind"];
export type ApplicationContent = z.infer<typeof applicationSchema>;
export type DesupportContent = z.infer<typeof desupportSchema>;
export type PluginsContent = z.infer<typeof pluginsSchema>;
export type SystemAddonsContent = z.infer<typeof systemAddonsSchema>;
export type BundleContent = z.infer<typeof bundleSchema>;
export type JsonContent = z.infer<typeof jsonProductSchema>;
export type AddonFile = z.infer<typeof addonFileSchema>;

/** A named set of builds of one product, or another thing that a rule can map to. */
export type Release = z.infer<typeof releaseSchema>;

/** The version that a release brings, for people and for order; null where only its builds know (nightlies). */
export function releaseVersion({ content }: Pick<Release, "content">): string | null {
  switch (content.kind) {
    case "application":
      return applicationVersion(content.dialect, content.attributes);
    case "desupport":
      return content.displayVersion;
    case "json":
      return content.version;
    case "plugins":
    case "system-addons":
    case "bundle":
      return null;
  }
}

/** The attribute that a client compares with its own version: gecko-1.8 calls it `extensionVersion`. */
export function applicationVersion(
  dialect: ApplicationContent["dialect"],
  attributes: Readonly<Record<string, string>>,
): string | null {
  return (dialect === "gecko-1.8" ? attributes["extensionVersion"] : attributes["appVersion"]) ?? null;
}
