import { fieldChanges, type FieldChange } from "@/lib/audit/field-changes";

import { connect, type Client } from "./client";
import { said } from "./conflict";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readNumber } from "./numbers";
import { count, printJson, table } from "./output";
import { registerRecord } from "./record";
import { filterOptions, filterQuery, type FilterOptions } from "./revision-filter";
import type { CommandGroups } from "./registration";

type Head = { id: number; at: string; actor: string; source: string; reason: string };
export type Entry = { position: number; entity: string; key: string; before: unknown; after: unknown };
type Page = { revisions: (Head & { entries: number })[]; next: number | null };
type Detail = Head & { hash: string; previousHash: string; entries: Entry[]; next: number | null };

type ListOptions = FilterOptions & { limit: string; before?: string; after?: string; json?: true };

/** `aus audit …` */
export function registerAudit(groups: CommandGroups): void {
  const { io, program, run } = groups;
  const audit = program.command("audit").description("read the record of every change");
  filterOptions(audit.command("list"))
    .description("revisions, the newest first")
    .option("--limit <number>", "how many, up to 500", "50")
    .option("--before <revision>", "those before a revision")
    .option("--after <revision>", "those next after a revision")
    .option("--json", "print the result as JSON")
    .action(run((options: ListOptions) => list(io, options)));
  audit
    .command("show")
    .description("one revision with every row before and after")
    .argument("<revision>", "its number")
    .option("--json", "print the result as JSON")
    .action(run((number: string, options: { json?: true }) => show(io, number, options)));
  registerRecord(groups, audit);
}

async function list(io: Io, { limit, before, after, json, ...filter }: ListOptions): Promise<ExitStatus> {
  const query = filterQuery(filter);
  query.set("limit", readNumber(limit, "--limit"));
  if (after !== undefined) query.set("after", readNumber(after, "--after"));
  if (before !== undefined) query.set("before", readNumber(before, "--before"));
  const { body } = await connect(io).get<Page>(`revisions?${query.toString()}`);
  const rows = body.revisions.map(({ id, at, actor, source, reason, entries }) => [
    String(id),
    at,
    actor,
    source,
    String(entries),
    reason,
  ]);
  if (json) {
    printJson(io, body);
    return exitStatus.done;
  }
  io.print(rows.length === 0 ? "No revision." : table(io, heads, rows));
  if (body.next !== null) io.tell(`There are older ones: add --before ${body.next}.`);
  return exitStatus.done;
}

const heads = ["revision", "at", "who", "from", "rows", "why"];

async function show(io: Io, given: string, { json }: { json?: true }): Promise<ExitStatus> {
  const revision = await readRevision(connect(io), readNumber(given, "The revision"));
  if (json) printJson(io, revision);
  else io.print(describe(revision));
  return exitStatus.done;
}

/** All of a revision, however many rows it touched. */
async function readRevision(client: Client, id: string): Promise<Omit<Detail, "next">> {
  let { next, ...revision } = (await client.get<Detail>(`revisions/${id}?limit=500`)).body;
  while (next !== null) {
    const { body } = await client.get<Detail>(`revisions/${id}?limit=500&after=${next}`);
    revision = { ...revision, entries: [...revision.entries, ...body.entries] };
    next = body.next;
  }
  return revision;
}

function describe({ id, at, actor, source, reason, hash, entries }: Omit<Detail, "next">): string {
  return [
    `Revision ${id}, ${at}, by ${actor} (${source}): ${reason}`,
    `Hash ${hash}`,
    ...entries.flatMap(describeEntry),
    count(entries.length, "row"),
  ].join("\n");
}

export function describeEntry({ entity, key, before, after }: Entry): string[] {
  const what = before === null ? "created" : after === null ? "deleted" : "changed";
  const fields = fieldChanges(before, after).filter(({ path }) => path[0] !== "rowVersion");
  return [`${entity} "${key}" ${what}`, ...(what === "deleted" ? [] : fields.map(describeField))];
}

function describeField({ path, before, after }: FieldChange): string {
  const name = path.join(".");
  return before === undefined ? `  ${name}: ${said(after)}` : `  ${name}: ${said(before)} → ${said(after)}`;
}
