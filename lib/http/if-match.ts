import { Refusal } from "@/lib/errors";

/**
 * The row version that a caller takes a thing to have, from `If-Match: "3"`; undefined: any.
 * @throws Refusal "malformed"
 */
export function ifMatchOf(headers: Headers): number | undefined {
  const text = headers.get("if-match");
  if (text === null || text.trim() === "*") return undefined;
  const found = /^\s*"([1-9]\d{0,8})"\s*$/.exec(text)?.[1];
  if (found === undefined) {
    throw new Refusal("malformed", 'If-Match is a row version in quotes, such as "3", or *');
  }
  return Number(found);
}

/**
 * The row version that is meant, from the body or the header.
 * @throws Refusal "invalid" when they differ
 */
export function rowVersionMeant(
  inBody: number | undefined,
  inHeader: number | undefined,
): number | undefined {
  if (inBody !== undefined && inHeader !== undefined && inBody !== inHeader) {
    const detail = "This is not the row version of the header If-Match: give one of them";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/rowVersion", detail }] });
  }
  return inBody ?? inHeader;
}

/** @throws Refusal "invalid" when neither says it */
export function requireRowVersion(inBody: number | undefined, inHeader: number | undefined): number {
  const found = rowVersionMeant(inBody, inHeader);
  if (found !== undefined) return found;
  const detail = "Say which row version you looked at, here or in the header If-Match";
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/rowVersion", detail }] });
}
