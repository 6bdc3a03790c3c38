import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type { GroupCondition } from "@/lib/releases/attributes";
import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";
import type { ReadVersion } from "@/lib/rules/version-condition";
import type { VersionOrder } from "@/lib/versions/version";

/** What a client gets, and which rule said so. */
export type Decision = {
  /** The rule that decided; null when none did. */
  readonly rule: Rule | null;
  /** A throttle's roll had a say: another client in the same state may get something else. */
  readonly rolled: boolean;
  /** The client fell outside its rule's background rate. */
  readonly outside: boolean;
  readonly outcome: Outcome;
};

export type Outcome = Nothing | Update | Desupport | Addons | JsonUpdate;

/** No update, on purpose or for want of one. */
export type Nothing = { readonly kind: "nothing"; readonly reason: NothingReason };

export type NothingReason =
  | "unreadable request"
  | "shut off"
  | "held back by the global throttle"
  | "held back by the product's throttle"
  | "no rule matches"
  | "held back by the background rate"
  | "the rule maps to nothing"
  | "the release does not exist"
  | "the release has no build for this build target and locale"
  | "the release's version is unknown"
  | "the client's version cannot be read"
  | "the client is as new"
  | "the client is newer"
  | "the pinned release is no update"
  | "no complete patch"
  | "the release is of another kind"
  | "a bundle inside a bundle"
  | "no file for this build target";

/** An application update. */
export type Update = {
  readonly kind: "update";
  readonly release: CompiledRelease;
  readonly build: CompiledBuild;
  readonly complete: ChosenPatch | null;
  readonly partial: ChosenPatch | null;
  /** The block of URL templates that counts for the client's channel. */
  readonly templates: string | null;
  /** The groups of attributes that apply to the client. */
  readonly groups: readonly CompiledGroup[];
  /** True: all clients that this object is decided for get the same answer, but for what their `force` adds. */
  readonly same: boolean;
};

export type ChosenPatch = {
  /** Its place among the build's patches of its type. */
  readonly index: number;
  readonly url: string;
};

/** The client's system can run no newer version. */
export type Desupport = { readonly kind: "desupport"; readonly release: CompiledRelease };

/** Plugins or system add-ons. Null: "no change", as opposed to none, which is "uninstall all". */
export type Addons = {
  readonly kind: "addons";
  readonly release: CompiledRelease;
  readonly addons: readonly Addon[] | null;
};

/** One <addon> of an answer. */
export type Addon = {
  readonly id: string;
  readonly url: string;
  readonly hashFunction: string;
  readonly hashValue: string;
  readonly size: number;
  readonly version: string;
  readonly mirrorURLs: readonly string[];
};

export type JsonUpdate = {
  readonly kind: "json";
  readonly release: CompiledRelease;
  /** Null, answered as an empty object, where the file's host is not allowed. */
  readonly body: {
    readonly version: string;
    readonly url: string;
    readonly required: boolean;
    readonly hashFunction: string;
    readonly hashValue: string;
  } | null;
};

export type CompiledRelease = {
  readonly release: ConfiguredRelease;
  /** Tells releases of one snapshot apart. */
  readonly index: number;
  /** The build for a build target, its alias resolved, and a locale; null when the release has none. */
  readonly build: (buildTarget: string, locale: string) => CompiledBuild | null;
  /** As `build`, not compiled: what other releases need to know of it. */
  readonly row: (buildTarget: string, locale: string) => Build | null;
  readonly groups: readonly CompiledGroup[];
  /** The channels ("*": all others) that have URL templates of their own. */
  readonly templateBlocks: ReadonlySet<string>;
};

export type CompiledGroup = {
  /** Tells groups of one release apart. */
  readonly index: number;
  /** For clients of a product of each order; null where the order cannot read the group's versions. */
  readonly applies: Readonly<Record<VersionOrder, GroupCondition | null>>;
  readonly fields: Readonly<Record<string, string>>;
};

/** A build as clients meet it. */
export type CompiledBuild = {
  readonly build: Build;
  /** Tells builds of one release apart. */
  readonly index: number;
  readonly content: ApplicationContent;
  /** The version that is compared with the client's; null where the data do not say. */
  readonly version: ReadVersion | null;
  readonly complete: readonly CompiledPatch[];
  readonly partial: readonly CompiledPatch[];
  /** The build IDs of clients that some patch is for, each as the key of itself. */
  readonly sources: ReadonlyMap<string, string>;
  /** Updates decided before: clients of the same source, templates and product get the same. */
  readonly updates: KnownUpdate[];
};

export type KnownUpdate = {
  /** One of `sources`; empty: the client's build ID is none of them. */
  readonly source: string;
  readonly templates: string | null;
  readonly product: string | null;
  readonly outcome: Outcome;
};

export type CompiledPatch = {
  readonly patch: Patch;
  /** The build IDs of clients that it applies to; null: everyone. */
  readonly fromBuildIDs: ReadonlySet<string> | null;
  /** Its URL by block of URL templates, worked out when first asked for. */
  readonly urls: Map<string | null, PatchUrl>;
};

/** A patch's URL and which products' clients may be sent it, or why it has none. */
export type PatchUrl =
  { readonly url: string; readonly allowed: Map<string, boolean> } | { readonly missing: string };

const nothings = new Map<NothingReason, Nothing>();

/** The same object each time, so that answers can be kept by it. */
export function nothing(reason: NothingReason): Nothing {
  const known = nothings.get(reason);
  if (known) return known;
  const made: Nothing = { kind: "nothing", reason };
  nothings.set(reason, made);
  return made;
}
