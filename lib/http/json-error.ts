const token =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;
const blanks = /[ \t\n\r]*/y;

/** What may stand at a place in a JSON text. */
type Expected = "value" | "value or ]" | "name" | "name or }" | ":" | "after value";

/** What may follow a token; null when it must not stand here. `open` has the brackets still to be closed. */
type Step = (kind: string, open: string[]) => Expected | null;

const steps: Readonly<Record<Expected, Step>> = {
  value: startValue,
  "value or ]": (kind, open) => (kind === "]" ? close(open) : startValue(kind, open)),
  name: startName,
  "name or }": (kind, open) => (kind === "}" ? close(open) : startName(kind)),
  ":": (kind) => (kind === ":" ? "value" : null),
  "after value": endItem,
};

const words: Readonly<Record<Exclude<Expected, "after value">, string>> = {
  value: "a value",
  "value or ]": 'a value or "]"',
  name: "a name in double quotes",
  "name or }": 'a name in double quotes or "}"',
  ":": '":"',
};

/** Where a text stops being JSON. For texts that are not: the engine's own parser is faster but does not say. */
export function findJsonError(text: string): { line: number; column: number; expected: string } {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  for (;;) {
    const next = readToken(text, at);
    if (!next) break;
    const following: Expected | null = steps[expected](next.kind, open);
    if (!following) break;
    expected = following;
    at = next.end;
  }
  blanks.lastIndex = at;
  const before = text.slice(0, at + (blanks.exec(text)?.[0].length ?? 0));
  const lines = before.split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, expected: describe(expected, open) };
}

function readToken(text: string, at: number): { kind: string; end: number } | null {
  token.lastIndex = at;
  const found = token.exec(text);
  if (!found) return null;
  return { kind: found[1] ?? (found[2]?.startsWith('"') ? "text" : "plain"), end: token.lastIndex };
}

function startName(kind: string): Expected | null {
  return kind === "text" ? ":" : null;
}

function startValue(kind: string, open: string[]): Expected | null {
  if (kind === "text" || kind === "plain") return "after value";
  if (kind !== "{" && kind !== "[") return null;
  open.push(kind === "{" ? "}" : "]");
  return kind === "{" ? "name or }" : "value or ]";
}

function endItem(kind: string, open: string[]): Expected | null {
  if (kind === open.at(-1)) return close(open);
  if (kind !== "," || open.length === 0) return null;
  return open.at(-1) === "}" ? "name" : "value";
}

function close(open: string[]): Expected {
  open.pop();
  return "after value";
}

function describe(expected: Expected, open: readonly string[]): string {
  if (expected !== "after value") return words[expected];
  return open.length === 0 ? "the end" : `"," or "${open.at(-1) ?? ""}"`;
}
