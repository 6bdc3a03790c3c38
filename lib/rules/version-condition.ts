import {
  compareLooseVersions,
  compareVersions,
  parseLooseVersion,
  parseVersion,
  type LooseVersion,
  type Version,
  type VersionOrder,
} from "@/lib/versions/version";

import { holds, splitComparison } from "./comparison";

/** A client's version in both orders; each null where it cannot be read. */
export type ReadVersion = { readonly mozilla: Version | null; readonly loose: LooseVersion | null };

export type VersionMatcher = (version: ReadVersion) => boolean;

/** Any version, and nothing: the item reads as a plain one, but the client's version does not. */
const never: VersionMatcher = () => false;

/**
 * Reads a comma-separated list: one item that matches is enough. Items are not trimmed, and operators are
 * allowed inside lists, because deployed rules have both.
 *
 * @throws RangeError that names the item that cannot be read in the given order.
 */
export function parseVersionCondition(text: string, order: VersionOrder = "mozilla"): VersionMatcher {
  const items = text.split(",").map((item) => (order === "loose" ? parseLooseItem(item) : parseItem(item)));
  const [only = never] = items;
  return items.length === 1 ? only : (version) => items.some((matches) => matches(version));
}

function parseItem(item: string): VersionMatcher {
  return parseGlob(item) ?? parseComparison(item);
}

/** 70.* and 80.0.*, from version 5 on; they match prereleases as well. */
function parseGlob(item: string): VersionMatcher | null {
  const found = /^(\d+)(?:\.(\d+))?\.\*$/.exec(item);
  if (!found) return null;
  const [, major, minor] = found as readonly (string | undefined)[];
  const prefix = minor === undefined ? [Number(major)] : [Number(major), Number(minor)];
  if ((prefix[0] ?? 0) < 5) {
    throw new RangeError(`"${item}": wildcards exist from version 5 on; list the versions instead`);
  }
  return ({ mozilla }) =>
    mozilla !== null &&
    prefix.every((part, i) => mozilla.numbers[i] === part) &&
    // 60.* takes in 60.0a1 and 60.0.* takes in 60.0.1a1, but 60.0a1 is before all of 60.0.*
    (mozilla.prerelease === null || prefix.length === 1 || mozilla.numbers[2] !== 0);
}

function parseComparison(item: string): VersionMatcher {
  const { operator, operand } = splitComparison(item);
  const bound = parseVersion(operand);
  if (!bound) throw new RangeError(unreadable(item));
  return ({ mozilla }) => mozilla !== null && holds(operator, compareVersions(mozilla, bound));
}

function parseLooseItem(item: string): VersionMatcher {
  const { operator, operand } = splitComparison(item);
  const bound = parseLooseVersion(operand);
  if (!bound || /[^\w.-]/.test(operand)) throw new RangeError(unreadable(item));
  return ({ loose }) => {
    const difference = loose && compareLooseVersions(loose, bound);
    return difference !== null && holds(operator, difference);
  };
}

function unreadable(item: string): string {
  return `"${item}" is no version: write e.g. 115.0, 115.0.1, <115.0, >=102.0, 78.* or 78.15.*, separated by commas without blanks`;
}
