import type { ConfiguredRelease, Product } from "@/lib/configuration/configuration";
import { compileSnapshot, type Snapshot, type SnapshotInput } from "@/lib/decision/snapshot";
import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";
import { buildSchema, releaseContentSchema, type ReleaseContent } from "@/lib/releases/release";
import { ruleFieldsSchema, type Rule } from "@/lib/rules/rule";
import type { z } from "zod";

type RuleOverrides = Partial<z.input<typeof ruleFieldsSchema>> & { id?: number; rowVersion?: number };
type BuildInput = z.input<typeof buildSchema>;

/** A rule for all clients of Heron that maps to Heron-130.0. */
export function rule({ id = 1, rowVersion = 1, ...fields }: RuleOverrides = {}): Rule {
  return {
    id,
    rowVersion,
    ...ruleFieldsSchema.parse({ priority: 100, product: "Heron", mapping: "Heron-130.0", ...fields }),
  };
}

/** Heron-130.0 for Linux in German: a complete, and a partial from Heron-129.0. */
export function release(
  overrides: {
    name?: string;
    product?: string;
    content?: Partial<z.input<typeof releaseContentSchema>>;
    builds?: BuildInput[];
  } = {},
): ConfiguredRelease {
  const { name = "Heron-130.0", product = "Heron", content = {}, builds = [build()] } = overrides;
  return {
    name,
    product,
    readOnly: false,
    comment: null,
    content: releaseContent(content),
    builds: builds.map((one) => buildSchema.parse(one)),
  };
}

function releaseContent(content: Partial<z.input<typeof releaseContentSchema>>): ReleaseContent {
  const isApplication = content.kind === undefined || content.kind === "application";
  if (!isApplication) return releaseContentSchema.parse(content);
  return releaseContentSchema.parse({
    kind: "application",
    attributes: { displayVersion: "130.0", appVersion: "130.0", platformVersion: "130.0" },
    ...content,
  });
}

export function build(overrides: Partial<BuildInput> = {}): BuildInput {
  return {
    buildTarget: "Linux_x86_64-gcc3",
    locale: "de",
    buildID: "20240901000000",
    patches: [patch()],
    ...overrides,
  };
}

export function patch(overrides: Partial<NonNullable<BuildInput["patches"]>[number]> = {}) {
  return {
    type: "complete" as const,
    from: "*",
    size: 1000,
    hashValue: "abc",
    url: "https://download.heron.example/130.0/de.complete.mar",
    ...overrides,
  };
}

/** A configuration with one rule and one release, whose host is allowed. */
export function snapshot(overrides: Partial<SnapshotInput> = {}): Snapshot {
  return compileSnapshot({
    revision: 1,
    settings: { throttle: 100, forceHosts: [] },
    products: [product()],
    rules: [rule()],
    releases: [release()],
    pins: [],
    allowedDomains: [{ host: "download.heron.example", pathPattern: "", products: ["Heron"], position: 0 }],
    shutOffs: [],
    ...overrides,
  });
}

export function product(overrides: Partial<Product> = {}): Product {
  return { name: "Heron", comment: null, throttle: 100, versionOrder: "mozilla", ...overrides };
}

type UrlParts = Partial<
  Record<"product" | "version" | "buildID" | "buildTarget" | "locale" | "channel" | "osVersion", string>
>;

/** The path that a client of Heron 129.0 on the release channel asks for. */
export function updatePath(parts: UrlParts = {}, parameters = ""): string {
  const {
    product: name = "Heron",
    version = "129.0",
    buildID = "20240801000000",
    buildTarget = "Linux_x86_64-gcc3",
    locale = "de",
    channel = "release",
    osVersion = "Linux%205.10",
  } = parts;
  return `/update/6/${name}/${version}/${buildID}/${buildTarget}/${locale}/${channel}/${osVersion}/ISET:SSE4_2,MEM:8192/default/default/update.xml${parameters}`;
}

/** @throws Error when the path is none that clients use. */
export function queryOf(path: string, userAgent?: string): UpdateQuery {
  const parsed = parseUpdateUrl(path, { userAgent });
  if (parsed.kind === "unreadable") throw new Error(parsed.reason);
  return parsed.query;
}
