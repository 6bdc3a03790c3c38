import path from "node:path";

import type { ProductInformation } from "@/lib/mar/mar";
import type { Fault } from "@/lib/submissions/assemble";
import { fillIn, type NamedParts } from "@/lib/submissions/pattern";

import { misuse } from "./failure";
import type { SubmitOptions } from "./submit-options";

/** What is said of a file: by its name or its build's document, else by the options, else by itself. */
export type Said = {
  readonly product: string | null;
  readonly version: string | null;
  readonly displayVersion: string | null;
  readonly buildID: string | null;
  readonly channel: string | null;
};

type Parts = { readonly [Name in keyof Said]?: string | null | undefined };

const nothing: Said = { product: null, version: null, displayVersion: null, buildID: null, channel: null };

/** @param own what is said of the file alone */
export function saidOf(own: Parts, options: SubmitOptions, product: ProductInformation | null): Said {
  const { appVersion: version, buildId: buildID, displayVersion, channel } = options;
  return {
    ...nothing,
    ...definedOnly({ version: product?.version }),
    ...definedOnly({ version, buildID, displayVersion, channel, product: options.product }),
    ...definedOnly(own),
  };
}

function definedOnly(parts: Parts): Partial<Said> {
  const known = (Object.keys(nothing) as (keyof Said)[]).filter((name) => (parts[name] ?? null) !== null);
  return Object.fromEntries(known.map((name) => [name, parts[name] ?? null]));
}

/** What a file's name says; `{to}` of a partial is a version or a build ID. */
export function partsIn({ to, ...named }: NamedParts): Parts {
  const { product, version, buildID, channel } = named;
  const isBuildID = to !== undefined && /^\d{10,14}$/.test(to);
  const reached = isBuildID ? { buildID: to } : { version: to };
  return { product, channel, ...reached, ...definedOnly({ version, buildID }) };
}

/** What the file says of itself against what is said of it. @param own the version that its name or document says */
export function judgeMar(
  file: string,
  product: ProductInformation | null,
  own: string | null,
  { marChannelId: wanted, appVersion }: SubmitOptions,
): Fault[] {
  const version = own ?? appVersion ?? null;
  const faults: Fault[] = [];
  if (own !== null && appVersion !== undefined && own !== appVersion) {
    const what = `It is named as version ${own}, and --app-version is ${appVersion}`;
    faults.push({ file, what, remedy: "Submit the files of one version" });
  }
  if (product && version !== null && product.version !== version) {
    const what = `The MAR is of version ${product.version}, and is submitted as ${version}`;
    faults.push({ file, what, remedy: "Build it anew, or submit it as what it is" });
  }
  return wanted === undefined ? faults : [...faults, ...otherChannel(file, product, wanted)];
}

function otherChannel(file: string, product: ProductInformation | null, wanted: string): Fault[] {
  if (product?.channelID === wanted) return [];
  const own = product ? `has the MAR channel ID ${product.channelID}` : "has no MAR channel ID";
  const remedy = "Clients would refuse it: build it with the right MAR channel ID";
  return [{ file, what: `The MAR ${own}, and ${wanted} is wanted`, remedy }];
}

type Placed = {
  readonly locale: string | null;
  /** As the file or document names it. */
  readonly target: string | null;
  readonly from: string | null;
  /** Below the directory that was given. */
  readonly path: string;
};

/** Where a file will be; null: nothing says. @throws Failure that names the option */
export function urlOf({ url: template }: SubmitOptions, said: Said, placed: Placed): string | null {
  if (template === undefined) return null;
  const { displayVersion: _, ...named } = said;
  const values = Object.entries({ ...named, ...placed, file: path.posix.basename(placed.path) });
  const escaped = values.map(([name, value]) => [
    name,
    value?.split("/").map(encodeURIComponent).join("/") ?? null,
  ]);
  const url = filled("--url", template, Object.fromEntries(escaped) as Record<string, string | null>);
  if (!URL.canParse(url)) throw misuse(`--url ${template}: "${url}" is no URL.`);
  return url;
}

/** A template filled in. @throws Failure that names the option */
export function filled(
  option: string,
  template: string,
  values: Readonly<Record<string, string | null>>,
): string {
  try {
    return fillIn(template, values);
  } catch (error) {
    throw misuse(`${option} ${template}: ${(error as Error).message}.`);
  }
}
