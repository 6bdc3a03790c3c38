/** A GET request below /update/ without a body, whose connection stays open after it. */
export type PlainRequest = {
  readonly url: string;
  /** The values of a header of this name, in lower case, joined by ", "; undefined where it is not sent. */
  readonly header: (name: string) => string | undefined;
};

const start = "GET /update/";
const afterLineEnd = 10; // \n
const requestLineEnd = " HTTP/1.1";
/** Blanks, control characters and what is outside ASCII, none of which an honest path holds. */
const notInPath = /[^!-~]/;
/** In bytes: what is longer is measured against the limits of node:http. */
const longest = 8 * 1024;

/**
 * Reads what arrived on a connection as one whole plain request. Every line must end in CR LF and nothing may
 * follow, so that no proxy in front of us can see another request in it.
 *
 * @returns null where that takes a real parser: several requests or half of one, a body, another method or version, a
 *   header that says anything about the connection
 */
export function readPlainRequest(chunk: Buffer): PlainRequest | null {
  if (chunk.length > longest) return null;
  const text = chunk.toString("latin1");
  if (!text.startsWith(start)) return null;
  const end = text.indexOf("\r");
  if (text.charCodeAt(end + 1) !== afterLineEnd || !text.endsWith(requestLineEnd, end)) return null;
  const url = text.slice(4, end - requestLineEnd.length);
  if (notInPath.test(url) || !areHeadersHarmless(text, end + 2)) return null;
  return { url, header: (name) => headerOf(text, end, name) };
}

/**
 * The lines of headers, none of which says anything about a body or the connection but that it stays open, or sets a
 * condition, and the empty line.
 */
const harmlessHeaders =
  /(?:(?!content-|transfer-|connection:|upgrade:|expect:|te:|trailer:|http2-|if-none-match:)[a-z][a-z0-9-]*:[\t -~\u0080-\u00ff]*\r\n|connection:[ \t]*keep-alive\r\n)*\r\n/iy;

/** @param from where the first header begins */
function areHeadersHarmless(text: string, from: number): boolean {
  harmlessHeaders.lastIndex = from;
  return harmlessHeaders.test(text) && harmlessHeaders.lastIndex === text.length;
}

function headerOf(text: string, from: number, name: string): string | undefined {
  const values = [...text.slice(from).matchAll(new RegExp(`\r\n${name}:([^\r]*)`, "gi"))];
  return values.length === 0 ? undefined : values.map(([, value = ""]) => value.trim()).join(", ");
}
