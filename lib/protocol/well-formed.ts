const character = "[\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}]";
const notACharacter = new RegExp(`(?!${character}).`, "su");
const name = "[A-Za-z_][\\w.-]*";
const reference = "&(?:amp|lt|gt|quot|apos|#\\d+|#x[0-9A-Fa-f]+);";
const attribute = `\\s+(${name})\\s*=\\s*(?:"(?:[^<&"]|${reference})*"|'(?:[^<&']|${reference})*')`;
const declaration = /^<\?xml version="1\.0"(?: encoding="[\w-]+")?\?>/;
const token = new RegExp(`<(/?)(${name})((?:${attribute})*)\\s*(/?)>|([^<&]|${reference})+`, "suy");
const attributeNames = new RegExp(attribute, "gsu");

/** Why a text is no well-formed XML document, or null. Stricter than the parsers at hand: answers use no more than this. */
export function faultInXml(xml: string): string | null {
  const strange = notACharacter.exec(xml);
  if (strange) return `a character that XML forbids at ${strange.index}`;
  const seen: Seen = { open: [], roots: 0 };
  token.lastIndex = declaration.exec(xml)?.[0].length ?? 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const found = token.exec(xml);
    const fault = found ? faultInToken(found, seen) : "neither a tag nor text";
    if (fault !== null) return `${fault} at ${at}: ${xml.slice(at, at + 40)}`;
  }
  if (seen.open.length > 0) return `<${seen.open.join("><")}> is not closed`;
  return seen.roots === 1 ? null : `${seen.roots} roots`;
}

type Seen = { open: string[]; roots: number };

function faultInToken(found: RegExpExecArray, seen: Seen): string | null {
  const [text, closing, tag, attributes = "", , selfClosing] = found;
  if (tag === undefined) return seen.open.length === 0 && text.trim() !== "" ? "text outside the root" : null;
  if (closing) return seen.open.pop() === tag ? null : `</${tag}> closes what is not open`;
  if (seen.open.length === 0) seen.roots++;
  if (!selfClosing) seen.open.push(tag);
  return hasTwice(attributes) ? `an attribute twice in <${tag}>` : null;
}

function hasTwice(attributes: string): boolean {
  const names = [...attributes.matchAll(attributeNames)].map(([, found]) => found);
  return new Set(names).size < names.length;
}
