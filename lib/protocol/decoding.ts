// eslint-disable-next-line no-control-regex -- these are the ASCII characters
const nonASCII = /[^\u0000-\u007f]/;
// eslint-disable-next-line no-control-regex -- these are the ASCII characters
const nonASCIICharacters = /[^\u0000-\u007f]/gu;
const escapes = /(?:%[0-9a-fA-F]{2})+/g;

/**
 * Decodes one path segment as servers before this one did: `%XX` as UTF-8, broken escapes as they stand,
 * every character outside ASCII as "?".
 *
 * @param text as node:http gives it, one character a byte.
 */
export function decodeSegment(text: string): string {
  const escaped = text.includes("%");
  if (!escaped && !nonASCII.test(text)) return text;
  const raw = Buffer.from(text, "latin1").toString("utf8");
  const decoded = escaped
    ? raw.replace(escapes, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"))
    : raw;
  return nonASCII.test(decoded) ? decoded.replace(nonASCIICharacters, "?") : decoded;
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
