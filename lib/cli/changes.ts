import type { Command } from "commander";

import { callerSchema } from "./caller";
import { connect, type Client } from "./client";
import { describeChangeSet } from "./describe-change-set";
import { exitStatus, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { registerMoves } from "./move-change-set";
import { readNumber } from "./numbers";
import { printJson, table } from "./output";
import { readChangeSet, situationOf, type ChangeSetLine } from "./read-change-sets";
import type { CommandGroups } from "./registration";
import { describeAll } from "./requirement";
import { readDuration, shownTime } from "./times";
import { afterWatching, watchChangeSet } from "./watch";

type ListOptions = {
  state?: string;
  product?: string;
  author?: string;
  mine?: true;
  waitingForMe?: true;
  limit: string;
  before?: string;
  json?: true;
};

type Page = { changeSets: ChangeSetLine[]; next: number | null };

/** `aus changes …` */
export function registerChanges(groups: CommandGroups): void {
  const { io, program, run } = groups;
  const changes = program.command("changes").description("change sets: look at them, sign them, steer them");
  changes
    .command("list")
    .description("change sets, the newest first")
    .option(
      "--state <state>",
      "those in a state, or in several with commas between them, e.g. proposed,scheduled",
    )
    .option("--product <name>", "those that concern a product")
    .option("--author <name>", "those of a person, by e-mail address, or of a token")
    .option("--mine", "your own")
    .option("--waiting-for-me", "those that you can sign, and your drafts")
    .option("--limit <number>", "how many, up to 500", "50")
    .option("--before <change set>", "those before a change set")
    .option("--json", "print the result as JSON")
    .action(run((options: ListOptions) => list(io, options)));
  numbered(changes, "show", "one change set: what it does, who has to sign, what was said").action(
    run((id: string, options: { json?: true }) => show(io, id, options)),
  );
  numbered(changes, "watch", "wait until it is enacted, or can't be any more")
    .option("--timeout <duration>", "give up after so long, e.g. 30min; the exit status is 3 then")
    .action(run((id: string, options: WatchOptions) => watch(io, id, options)));
  registerMoves(groups, changes);
}

function numbered(changes: Command, name: string, description: string): Command {
  return changes
    .command(name)
    .description(description)
    .argument("<change set>", "its number")
    .option("--json", "print the result as JSON");
}

const heads = ["change set", "state", "at", "by", "products", "missing", "why"];

async function list(io: Io, { json, ...options }: ListOptions): Promise<ExitStatus> {
  const client = connect(io);
  const query = new URLSearchParams(await queryOf(client, options));
  const { changeSets, next } = (await client.get<Page>(`change-sets?${query.toString()}`)).body;
  if (json) {
    printJson(io, { changeSets, next });
    return exitStatus.done;
  }
  io.print(changeSets.length === 0 ? "No change set." : table(io, heads, changeSets.map(rowOf)));
  if (next !== null) io.tell(`There are older ones: add --before ${next}.`);
  return exitStatus.done;
}

async function queryOf(client: Client, options: ListOptions): Promise<Record<string, string>> {
  const { limit, before, mine, waitingForMe, state, product, author } = options;
  if (mine && author !== undefined) throw misuse("--mine and --author: give one of them.");
  const by = mine ? await ownName(client) : author;
  return {
    limit: readNumber(limit, "--limit"),
    ...(before !== undefined && { before: readNumber(before, "--before") }),
    ...(state !== undefined && { state }),
    ...(product !== undefined && { product }),
    ...(by !== undefined && { author: by }),
    ...(waitingForMe && { waitingFor: "me" }),
  };
}

async function ownName(client: Client): Promise<string> {
  const { email, name } = callerSchema.parse((await client.get("session")).body);
  return email ?? name;
}

function rowOf({ id, state, createdAt, author, products, missing, reason }: ChangeSetLine): string[] {
  return [
    String(id),
    state,
    shownTime(createdAt),
    author,
    products.join(", "),
    state === "proposed" ? describeAll(missing) : "",
    reason,
  ];
}

async function show(io: Io, id: string, { json }: { json?: true }): Promise<ExitStatus> {
  const client = connect(io);
  const set = await readChangeSet(client, readNumber(id, "The change set"));
  if (json) printJson(io, set);
  else io.print(describeChangeSet(client, set));
  return exitStatus.done;
}

type WatchOptions = { json?: true; timeout?: string };

async function watch(io: Io, id: string, { json, timeout }: WatchOptions): Promise<ExitStatus> {
  const patience = timeout === undefined ? null : readDuration(timeout, "--timeout");
  const set = await watchChangeSet(io, connect(io), Number(readNumber(id, "The change set")), patience);
  const status = afterWatching(set);
  if (json) printJson(io, set);
  else io.print(situationOf(set));
  return status;
}
