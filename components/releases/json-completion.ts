import { getLanguageService, TextDocument, type CompletionItem } from "vscode-json-languageservice";
import { z } from "zod";

import { releaseSchema } from "@/lib/releases/release";

/** Something that could stand at a place of a text. */
export type Proposal = {
  readonly label: string;
  /** What typed text is compared with: as the label, with the quotes. */
  readonly sought: string;
  /** What it says of itself besides its label, and what it means. */
  readonly detail: string | undefined;
  readonly meaning: string | undefined;
  /** What would be written, with "${1:…}" where it is to be filled in. */
  readonly template: string;
  readonly isKey: boolean;
  /** Whether the next thing to ask is what comes after it. */
  readonly asksOn: boolean;
};

/** What could be written in place of a part of a text. */
export type Proposals = { readonly from: number; readonly to: number; readonly options: readonly Proposal[] };

const service = getLanguageService({});
service.configure({
  validate: false,
  schemas: [
    {
      uri: "schema://release",
      fileMatch: ["*"],
      schema: z.toJSONSchema(releaseSchema, { io: "input" }),
    },
  ],
});

/** What can stand at a place of a release written as JSON, complete or not. */
export async function proposalsAt(text: string, offset: number): Promise<Proposals | null> {
  const found = await completionsAt(text, offset);
  if (!found) return null;
  const { from, to, items } = found;
  const options = items.map(async (item) => {
    const proposal = proposalOf(item);
    const isOpen = proposal.isKey && hasValue.test(proposal.template);
    return isOpen && (await leavesChoice(text, found, proposal)) ? askingOn(proposal) : proposal;
  });
  return { from, to, options: await Promise.all(options) };
}

type Found = { readonly from: number; readonly to: number; readonly items: readonly CompletionItem[] };

async function completionsAt(text: string, offset: number): Promise<Found | null> {
  const document = TextDocument.create("text://release", "json", 0, text);
  const place = document.positionAt(offset);
  const list = await service.doComplete(document, place, service.parseJSONDocument(document));
  const items = list?.items.filter((item) => item.textEdit !== undefined) ?? [];
  const edit = items[0]?.textEdit;
  if (!edit) return null;
  const range = "range" in edit ? edit.range : edit.replace;
  return { from: document.offsetAt(range.start), to: document.offsetAt(range.end), items };
}

/** The value that the language service writes after a name of its own accord. */
const hasValue = /"?\$\{1:[^}]*\}"?/;

/** Whether several values can follow a name. Of a union the language service knows only the first one's. */
async function leavesChoice(text: string, { from, to }: Found, { sought }: Proposal): Promise<boolean> {
  const before = `${text.slice(0, from)}${sought}: `;
  const values = await completionsAt(before + text.slice(to), before.length);
  return values !== null && values.items.length > 1;
}

function askingOn(proposal: Proposal): Proposal {
  return { ...proposal, template: proposal.template.replace(hasValue, "${1}"), asksOn: true };
}

/** The kind that the language service gives to properties. */
const keyKind = 10;

function proposalOf({
  label,
  filterText,
  detail,
  documentation,
  kind,
  textEdit,
  command,
}: CompletionItem): Proposal {
  const meaning = typeof documentation === "string" ? documentation : documentation?.value;
  return {
    label,
    sought: filterText ?? label,
    detail,
    meaning: meaning === "" ? undefined : meaning,
    template: templateOf(textEdit?.newText ?? label),
    isKey: kind === keyKind,
    asksOn: command !== undefined,
  };
}

/** "$1" is how the language service writes "${1}"; its backslashes protect what would mean something to it. */
function templateOf(snippet: string): string {
  return snippet.replaceAll(/\\([\\$}])|\$(\d+)/g, (_, literal?: string, place?: string) => {
    if (place !== undefined) return `\${${place}}`;
    return literal === "}" ? "\\}" : (literal ?? "");
  });
}
