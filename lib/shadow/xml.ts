export type Element = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Without the blanks around it. */
  readonly text: string;
};

/** Null roots: it is no XML at all. `fault`: why it is not well-formed, though it could be read. */
export type ReadXml = { readonly root: Element | null; readonly fault: string | null };

type Open = {
  name: string;
  attributes: Map<string, string>;
  children: Open[];
  text: string;
};

const name = "[A-Za-z_][\\w.:-]*";
const ignored = /<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>/y;
const strictTag = new RegExp(`<(/?)(${name})((?:\\s+${name}\\s*=\\s*(?:"[^<"]*"|'[^<']*'))*)\\s*(/?)>`, "y");
const laxTag = new RegExp(`^<(/?)(${name})(\\s.*?)?(/?)>$`, "s");
const strictAttribute = new RegExp(`(${name})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "g");
const laxAttribute = new RegExp(`\\s(${name})="(.*?)"(?=\\s+${name}="|\\s*$)`, "gs");
const reference = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g;
const bareAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Longer than any honest start tag. */
const longestTag = 16_384;

/**
 * Reads an answer by its elements, attributes and text. Tolerant, so that what an old service forgot to escape can be
 * compared with what it meant: a quote ends a value where another attribute or the tag's end follows.
 */
export function readXml(xml: string): ReadXml {
  const reader = new Reader();
  let at = xml.startsWith("\uFEFF") ? 1 : 0;
  while (at < xml.length) {
    const next = reader.read(xml, at);
    if (next === null) return { root: null, fault: `neither a tag nor text at ${at}` };
    at = next;
  }
  return reader.end();
}

class Reader {
  #fault: string | null = null;
  readonly #top: Open = { name: "", attributes: new Map(), children: [], text: "" };
  readonly #open: Open[] = [this.#top];

  /** @returns where the next token starts; null: this one is none */
  read(xml: string, at: number): number | null {
    if (xml[at] !== "<") return this.#readText(xml, at);
    ignored.lastIndex = at;
    const skipped = ignored.exec(xml);
    if (skipped) return ignored.lastIndex;
    strictTag.lastIndex = at;
    const strict = strictTag.exec(xml);
    if (strict) {
      this.#take(strict, strictAttribute);
      return strictTag.lastIndex;
    }
    const end = endOfTag(xml, at);
    const lax = end === null ? null : laxTag.exec(xml.slice(at, end));
    if (!lax) return null;
    this.#blame(`characters that are not escaped in <${lax[2] ?? ""}>`);
    this.#take(lax, laxAttribute);
    return end;
  }

  end(): ReadXml {
    if (this.#open.length > 1) this.#blame(`<${this.#open.at(-1)?.name ?? ""}> is not closed`);
    const [root = null, ...others] = this.#top.children;
    if (others.length > 0 || this.#top.text.trim() !== "") this.#blame("something beside the root element");
    return { root: root && finished(root), fault: this.#fault };
  }

  #readText(xml: string, at: number): number {
    const next = xml.indexOf("<", at);
    const end = next < 0 ? xml.length : next;
    const current = this.#open.at(-1);
    if (current) current.text += this.#decode(xml.slice(at, end));
    return end;
  }

  #take([, closing, tag = "", attributes = "", selfClosing]: RegExpExecArray, pattern: RegExp): void {
    if (closing) this.#close(tag);
    else {
      const found = this.#attributes(tag, attributes, pattern);
      const element: Open = { name: tag, attributes: found, children: [], text: "" };
      this.#open.at(-1)?.children.push(element);
      if (!selfClosing) this.#open.push(element);
    }
  }

  #close(tag: string): void {
    if (this.#open.at(-1)?.name === tag) this.#open.pop();
    else this.#blame(`</${tag}> closes what is not open`);
  }

  #attributes(tag: string, text: string, pattern: RegExp): Map<string, string> {
    const found = new Map<string, string>();
    for (const [, key = "", quoted, single] of text.matchAll(pattern)) {
      if (found.has(key)) this.#blame(`${key} twice in <${tag}>`);
      found.set(key, this.#decode(quoted ?? single ?? ""));
    }
    return found;
  }

  #decode(text: string): string {
    if (!text.includes("&")) return text;
    if (bareAmpersand.test(text)) this.#blame("an & that is not escaped");
    return text.replace(reference, (_, word?: string, decimal?: string, hex?: string) =>
      word === undefined
        ? character(decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal))
        : (named[word] ?? ""),
    );
  }

  #blame(fault: string): void {
    this.#fault ??= fault;
  }
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
}

/** Past the first ">" after which another tag or the end comes. */
function endOfTag(xml: string, at: number): number | null {
  for (let end = xml.indexOf(">", at); end >= 0 && end - at < longestTag; end = xml.indexOf(">", end + 1)) {
    if (/^\s*(<|$)/.test(xml.slice(end + 1, end + 200))) return end + 1;
  }
  return null;
}

function finished({ name: tag, attributes, children, text }: Open): Element {
  return { name: tag, attributes, children: children.map(finished), text: text.trim() };
}
