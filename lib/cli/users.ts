import type { Command } from "commander";

import { grantSchema, roles, userSchema, type Grant } from "@/lib/access/role";

import { changeOfRow } from "./access-change";
import { changeOptions, timedOptions, type ChangeOptions, type TimedOptions } from "./change-options";
import { submitChangeSet } from "./change-set";
import { connect, type Client } from "./client";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson, table } from "./output";
import type { CommandGroups } from "./registration";
import { sendChange } from "./send-change";
import { shownTime } from "./times";

type User = {
  readonly email: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly grants: readonly Grant[];
  readonly hasPassword: boolean;
  readonly rowVersion: number;
};

type Edit = { name?: string; grant?: string[] };
type EditOptions = TimedOptions & Edit;
type AddOptions = ChangeOptions & Edit & { password?: true };

/** `aus users …` */
export function registerUsers({ io, program, run }: CommandGroups): void {
  const users = program.command("users").description("people and their roles");
  users
    .command("list")
    .description("people by e-mail address")
    .option("--json", "print the result as JSON")
    .action(run((options: { json?: true }) => list(io, options)));
  changeOptions(edit(users, "add", "add a person"))
    .option("--password", "with a first password, which is asked for, or taken from AUS_PASSWORD")
    .action(run((email: string, options: AddOptions) => add(io, email, options)));
  timedOptions(edit(users, "set", "change a person's name or roles")).action(
    run((email: string, options: EditOptions) => set(io, email, readEdit(options), options)),
  );
  timedOptions(named(users, "disable", "end a person's sessions and let them in no more")).action(
    run((email: string, options: TimedOptions) => set(io, email, { disabled: true }, options)),
  );
  timedOptions(named(users, "enable", "let a person in again")).action(
    run((email: string, options: TimedOptions) => set(io, email, { disabled: false }, options)),
  );
  named(users, "link", "make a link by which a person sets a password; it is shown this once")
    .option("--json", "print the result as JSON")
    .action(run((email: string, options: { json?: true }) => link(io, email, options)));
}

function named(users: Command, name: string, description: string): Command {
  return users.command(name).description(description).argument("<email>", "the person's e-mail address");
}

function edit(users: Command, name: string, description: string): Command {
  return named(users, name, description)
    .option("--name <name>", "what the person is called")
    .option(
      "--grant <role@product>",
      `a role (${roles.join(", ")}) for a product, or for all without one; repeatable, and all that they have`,
      (text: string, before: string[] | undefined) => [...(before ?? []), text],
    );
}

async function readUsers(client: Client): Promise<User[]> {
  return (await client.get<{ users: User[] }>("users")).body.users;
}

async function list(io: Io, { json }: { json?: true }): Promise<ExitStatus> {
  const users = await readUsers(connect(io));
  const rows = users.map(({ email, name, disabled, grants, hasPassword }) => [
    email,
    name,
    grants.map(described).join(", "),
    disabled ? "disabled" : hasPassword ? "password" : "no password",
  ]);
  if (json) printJson(io, { users });
  else io.print(rows.length === 0 ? "Nobody." : table(io, ["e-mail", "name", "roles", "sign-in"], rows));
  return exitStatus.done;
}

function described({ role, product }: Grant): string {
  return `${role}@${product}`;
}

/** "driver@Heron" → a grant; "driver" is for all products. */
function readGrant(text: string): Grant {
  const at = text.indexOf("@");
  const [role, product] = at < 0 ? [text, "*"] : [text.slice(0, at), text.slice(at + 1)];
  const parsed = grantSchema.safeParse({ role, product });
  if (parsed.success) return parsed.data;
  throw misuse(`--grant "${text}": write ${roles.join(", ")}, with @ and a product unless it is for all.`);
}

type Fields = { name?: string; grants?: Grant[]; disabled?: boolean };

/** @throws Failure when nothing is to be set */
function readEdit({ name, grant }: Edit): Fields {
  const fields = {
    ...(name !== undefined && { name }),
    ...(grant !== undefined && { grants: grant.map(readGrant) }),
  };
  if (Object.keys(fields).length > 0) return fields;
  throw misuse("Nothing is to be set: give --name or --grant.");
}

async function add(io: Io, email: string, options: AddOptions): Promise<ExitStatus> {
  const { name = email.replace(/@.*$/, ""), grant = [] } = options;
  const parsed = userSchema.safeParse({ email, name, grants: grant.map(readGrant) });
  if (!parsed.success) throw misuse(`${email}: ${parsed.error.issues[0]?.message ?? "is not valid"}`);
  const password = options.password ? await firstPassword(io) : null;
  const { grants } = parsed.data;
  const client = connect(io);
  return sendChange(
    io,
    client,
    {
      send: (reason, dryRun) =>
        client.send("POST", dryRun ? "users?dryRun=1" : "users", { reason, email, name, grants, password }),
      show: () => [`${email}, ${name}: ${grants.map(described).join(", ") || "no role yet"}`],
      showsRows: true,
      reason: `Add an account for ${email}`,
      question: `Add ${email}?`,
    },
    options,
  );
}

/** @throws Failure where nobody can be asked */
async function firstPassword(io: Io): Promise<string> {
  const given =
    io.settings().AUS_PASSWORD ?? (io.interactive ? await io.askSecret("Their first password") : "");
  if (given === "") throw misuse("Without a terminal to ask on, set AUS_PASSWORD to their first password.");
  return given;
}

async function link(io: Io, email: string, { json }: { json?: true }): Promise<ExitStatus> {
  const client = connect(io);
  const at = `users/${encodeURIComponent(email)}/password-link`;
  const { body } = await client.send<{ secret: string; expiresAt: string }>("POST", at);
  const address = `${client.url}/set-password?token=${body.secret}`;
  const told = `${address}
It works once, until ${shownTime(body.expiresAt)}, and instead of any before it.`;
  if (json) printJson(io, { link: address, expiresAt: body.expiresAt });
  else io.print(told);
  return exitStatus.done;
}

async function set(io: Io, email: string, fields: Fields, options: TimedOptions): Promise<ExitStatus> {
  const client = connect(io);
  const user = (await readUsers(client)).find((one) => one.email === email);
  if (!user) throw new Failure(`There is no user ${email}. \`aus users list\` shows them.`);
  const { rowVersion } = user;
  const change = changeOfRow(
    `user ${email}`,
    { entity: "user", action: "update", key: { email }, rowVersion, fields },
    { before: user, question: `Change ${email}?` },
  );
  return submitChangeSet(io, client, change, options);
}
