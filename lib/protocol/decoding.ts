import { remember } from "./remember";

const nonASCII = /[^\u0000-\u007f]/;
const nonASCIICharacters = /[^\u0000-\u007f]/gu;
const escapes = /(?:%[0-9a-fA-F]{2})+/g;

/** Whether a text holds nothing outside ASCII. */
export function isASCII(text: string): boolean {
  return !nonASCII.test(text);
}

/**
 * Decodes one path segment as servers before this one did: `%XX` as UTF-8, broken escapes as they stand,
 * every character outside ASCII as "?".
 *
 * @param text as node:http gives it, one character a byte.
 */
export function decodeSegment(text: string): string {
  if (text.includes("%")) return decodeEscapes(text);
  return nonASCII.test(text) ? decodeBytes(text) : text;
}

const decodeEscapes = remember((text: string): string => {
  try {
    const decoded = decodeURIComponent(text);
    if (!nonASCII.test(decoded)) return decoded;
  } catch {
    // A broken escape, or bytes that are no UTF-8.
  }
  return decodeBytes(text);
});

/** Node's own decoder, at a tenth of the cost, has dealt with what honest clients send. */
function decodeBytes(text: string): string {
  return Buffer.from(text, "latin1")
    .toString("utf8")
    .replace(escapes, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"))
    .replace(nonASCIICharacters, "?");
}

/** Today's clients encode OS_VERSION twice (`Windows_NT%252010.0`): decodes what is left. */
export function decodeTwice(text: string): string {
  return text.includes("%") ? decodeSegment(text) : text;
}

/** The parameters of a query string; of a name that comes twice, the last. */
export function parseQueryString(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split("&")) {
    const mark = part.indexOf("=");
    const [name, value] = mark < 0 ? [part, ""] : [part.slice(0, mark), part.slice(mark + 1)];
    parameters.set(decodeParameter(name), decodeParameter(value));
  }
  return parameters;
}

function decodeParameter(text: string): string {
  return decodeSegment(text.includes("+") ? text.replaceAll("+", " ") : text);
}
