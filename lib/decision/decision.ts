import type { Rule } from "@/lib/rules/rule";

import type { Addon } from "./addons";
import type { CompiledBuild, CompiledGroup, CompiledRelease } from "./compiled-release";

/** What a client gets, and which rule said so. */
export type Decision = {
  /** The rule that decided; null when none did. */
  readonly rule: Rule | null;
  /** A throttle's roll had a say: another client in the same state may get something else. */
  readonly rolled: boolean;
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

export function nothing(reason: NothingReason): Nothing {
  return { kind: "nothing", reason };
}
