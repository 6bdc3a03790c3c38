import type { Command } from "commander";

import { signingRoles, type SigningRole } from "@/lib/policies/requirements";

import { connect, type Client } from "./client";
import { describeChangeSet } from "./describe-change-set";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readNumber } from "./numbers";
import { endWritten } from "./outcome";
import { printJson } from "./output";
import {
  lastRevision,
  nextTime,
  readChangeSet,
  revisionsOf,
  situationOf,
  type ShownChangeSet,
} from "./read-change-sets";
import type { CommandGroups } from "./registration";
import { mustAgree } from "./send-change";
import type { Written } from "./written";

type Options = { json?: true; dryRun?: true };
type SettlingOptions = Options & { wait?: true };
type SignOptions = SettlingOptions & { role?: string; yes?: true };

/** What people do with a change set of which they know the number. */
export function registerMoves({ io, run }: CommandGroups, changes: Command): void {
  const move = (name: string, description: string) =>
    changes
      .command(name)
      .description(description)
      .argument("<change set>", "its number")
      .option("--dry-run", "say what it would come to, and change nothing")
      .option("--json", "print the result as JSON");
  move("sign", "sign a change set after a look at it")
    .option("--role <role>", `as whom: ${signingRoles.join(", ")}; the lowest that is missing when left out`)
    .option("--yes", "do not ask")
    .option("--wait", waiting)
    .action(run((id: string, options: SignOptions) => sign(io, id, options)));
  move("propose", "propose a draft")
    .option("--no-sign", "do not sign it yourself")
    .option("--override <text>", "why it may bring problems that block it otherwise, for the record")
    .option("--wait", waiting)
    .action(run((id: string, options: ProposeOptions) => propose(io, id, options)));
  for (const { name, description } of remarks) {
    move(name, description)
      .argument("<text>", "what you say")
      .action(run((id: string, text: string, options: Options) => remark(io, { id, name, text }, options)));
  }
  for (const { name, description } of turns) {
    move(name, description)
      .option("--reason <text>", "why, for everybody to read")
      .action(run((id: string, options: SteerOptions) => steer(io, { id, name }, options)));
  }
}

const waiting = "wait until it is enacted, or can't be any more";

const remarks = [
  { name: "comment", route: "comments", description: "say something about a change set" },
  {
    name: "request-changes",
    route: "request-changes",
    description: "send a change set back to its author, as a draft",
  },
] as const;

const turns = [
  { name: "cancel", description: "give up a change set of which nothing is enacted" },
  { name: "pause", description: "hold back the steps that are still to come" },
  { name: "continue", description: "let a paused change set go on" },
  { name: "abort", description: "give up the steps that are still to come" },
] as const;

/** @returns the change set after the move, or as it would be after a dry run */
async function post(
  client: Client,
  { id, route, body }: { id: string; route: string; body: object },
  { dryRun }: Options,
): Promise<ShownChangeSet> {
  const query = dryRun ? "?dryRun=1" : "";
  return (await client.send<ShownChangeSet>("POST", `change-sets/${id}/${route}${query}`, body)).body;
}

async function sign(io: Io, given: string, options: SignOptions): Promise<ExitStatus> {
  const id = readNumber(given, "The change set");
  const client = connect(io);
  const set = await readChangeSet(client, id);
  const role = roleFor(set, options.role);
  if (!options.json) io.print(describeChangeSet(client, set));
  if (!options.dryRun) await mustAgree(io, `Sign change set ${id} as ${role}?`, options);
  const { rowVersion } = set;
  const after = await post(client, { id, route: "sign", body: { role, rowVersion } }, options);
  return endSettled(io, client, after, options);
}

/** @throws Failure when whoever asks can't sign as this, or as anything */
function roleFor(set: ShownChangeSet, given: string | undefined): SigningRole {
  if (given !== undefined) {
    const role = signingRoles.find((name) => name === given);
    if (role === undefined) throw misuse(`--role "${given}": take one of ${signingRoles.join(", ")}.`);
    return role;
  }
  const role = signingRoles.find((name) => set.may.sign.includes(name));
  if (role !== undefined) return role;
  throw new Failure(`You cannot sign it. ${situationOf(set)} \`aus whoami\` says who you are.`);
}

type ProposeOptions = SettlingOptions & { sign: boolean; override?: string };

async function propose(io: Io, given: string, options: ProposeOptions): Promise<ExitStatus> {
  const id = readNumber(given, "The change set");
  const client = connect(io);
  const { rowVersion } = await readChangeSet(client, id);
  const { sign, override } = options;
  const body = { rowVersion, sign, ...(override !== undefined && { override: { reason: override } }) };
  return endSettled(io, client, await post(client, { id, route: "propose", body }, options), options);
}

type Remark = { readonly id: string; readonly name: (typeof remarks)[number]["name"]; readonly text: string };

async function remark(io: Io, { id: given, name, text }: Remark, options: Options): Promise<ExitStatus> {
  const id = readNumber(given, "The change set");
  const client = connect(io);
  const isComment = name === "comment";
  const body = isComment ? { text } : { text, rowVersion: (await readChangeSet(client, id)).rowVersion };
  const route = isComment ? "comments" : name;
  const after = await post(client, { id, route, body }, options);
  return showEnd(io, isComment ? `Said on change set ${id}.` : situationOf(after), after, options);
}

type Turn = { readonly id: string; readonly name: (typeof turns)[number]["name"] };
type SteerOptions = Options & { reason?: string };

async function steer(io: Io, { id: given, name }: Turn, options: SteerOptions): Promise<ExitStatus> {
  const id = readNumber(given, "The change set");
  const { reason } = options;
  const body = reason === undefined ? {} : { reason };
  const after = await post(connect(io), { id, route: name, body }, options);
  const inEffect = name === "abort" ? revisionsOf(after).reverse().map(offerRollBack) : [];
  return showEnd(io, [situationOf(after), ...inEffect].join("\n"), after, options);
}

function offerRollBack(revision: number): string {
  return `Revision ${revision} is in effect. Take it back with \`aus rollback ${revision}\`.`;
}

/** Where the change set stands after a move that may have let it go ahead. */
async function endSettled(
  io: Io,
  client: Client,
  after: ShownChangeSet,
  options: SettlingOptions,
): Promise<ExitStatus> {
  if (options.dryRun) return showEnd(io, situationOf(after), after, options);
  return endWritten(io, client, { written: writtenOf(after), about: { state: after.state } }, options);
}

function writtenOf(
  set: ShownChangeSet,
): Pick<Written, "kind" | "changeSet" | "revision" | "next" | "missing"> {
  const kinds: Partial<Record<string, Written["kind"]>> = { proposed: "waiting", scheduled: "scheduled" };
  return {
    kind: kinds[set.state] ?? "enacted",
    changeSet: set.id,
    revision: lastRevision(set),
    next: nextTime(set),
    missing: set.missing,
  };
}

function showEnd(
  io: Io,
  told: string,
  after: ShownChangeSet,
  { json, dryRun = false }: { json?: true; dryRun?: boolean },
): ExitStatus {
  if (json) printJson(io, { ...after, dryRun });
  else io.print(dryRun ? `${told}\nDry run: nothing was written.` : told);
  return exitStatus.done;
}
