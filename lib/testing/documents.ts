/** A command line of a document, without `aus` itself. */
export type DocumentedCommand = {
  /** The line as it is written. */
  readonly text: string;
  readonly words: readonly string[];
  /** Who runs it, by the comment above: "A manager", "An administrator" …; null: whoever reads it. */
  readonly by: string | null;
};

type Word = { readonly text: string; readonly isOperator: boolean };

/** Each `aus …` in the blocks of a document that are of a shell, in their order. */
export function commandsIn(markdown: string): DocumentedCommand[] {
  const blocks = [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return blocks
    .filter(([, language]) => language === "" || language === "sh")
    .flatMap(([, , block = ""]) => commandsOfBlock(block.replaceAll(/\\\n\s*/g, "")));
}

function commandsOfBlock(block: string): DocumentedCommand[] {
  let by: string | null = null;
  return block.split("\n").flatMap((line) => {
    by = /^# (An? \w+):$/.exec(line)?.[1] ?? by;
    // What a list of commands says of each stands in a column of its own.
    const [text = ""] = line.trim().split(/ {3,}/);
    return text.startsWith("#") ? [] : commandsOfLine(text).map((words) => ({ text, words, by }));
  });
}

/** `FOO=1 npx aus push X | jq .y` → [["push", "X"]] */
function commandsOfLine(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const { text, isOperator } of wordsOf(line)) {
    if (isOperator) commands.push([]);
    else commands.at(-1)?.push(text);
  }
  return commands.flatMap((words) => {
    const rest = words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word) && word !== "npx"));
    return rest[0] === "aus" ? [rest.slice(1)] : [];
  });
}

function wordsOf(line: string): Word[] {
  const parts = line.matchAll(/\|\||&&|[|;()<>]|(?:'[^']*'|"[^"]*"|[^\s|;()<>&'"]|&(?!&))+/g);
  return [...parts].map(([part]) => ({
    text: part.replaceAll(
      /'([^']*)'|"([^"]*)"/g,
      (_, single?: string, double?: string) => single ?? double ?? "",
    ),
    isOperator: /^(\|\||&&|[|;()<>])$/.test(part),
  }));
}

/** Each `aus …` in the running text of a document, without `aus`: often without what it takes. */
export function mentionsIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```.*?^```$/gms, "");
  return [...prose.matchAll(/`(?:npx )?aus ([^`]+)`/g)].map(([, text = ""]) => text.replaceAll(/\s+/g, " "));
}
