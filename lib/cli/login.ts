import { callerSchema, describeCaller, type Caller } from "./caller";
import { connect, type Client } from "./client";
import { exitStatus, Failure, misuse } from "./failure";
import type { Io } from "./io";
import { printJson } from "./output";
import type { CommandGroups } from "./registration";
import { ApiFailure } from "./problem";
import { findStoredSession, storeSession } from "./sessions";

type Options = { email?: string; json?: true };
type SignedIn = { secret: string; expiresAt: string; caller: Caller };

export function registerLogin({ io, program, run }: CommandGroups): void {
  program
    .command("login")
    .description("sign in as a person; without it, AUS_TOKEN or the token of this clone's own service counts")
    .option("--email <address>", "whose account it is; asked for otherwise")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nThe password is asked for, or taken from AUS_PASSWORD.")
    .action(run((options: Options) => login(io, options)));
  program
    .command("logout")
    .description("end the session that login opened")
    .action(run(() => logout(io)));
  program
    .command("whoami")
    .description("who the service takes you for, and what you may do")
    .option("--json", "print the result as JSON")
    .action(
      run(async (options: { json?: true }) => {
        const caller = callerSchema.parse((await connect(io).get("session")).body);
        if (options.json) printJson(io, caller);
        else io.print(describeCaller(caller));
        return exitStatus.done;
      }),
    );
}

async function login(io: Io, options: Options) {
  const client = connect(io, { as: null });
  const email = options.email ?? (io.interactive ? await io.ask("E-mail address") : "");
  if (email === "") throw misuse("Name your account: aus login --email you@example.com");
  const password = io.settings().AUS_PASSWORD ?? (io.interactive ? await io.askSecret("Password") : "");
  if (password === "") throw misuse("Without a terminal to ask on, set AUS_PASSWORD to your password.");
  const { body } = await client.send<SignedIn>("POST", "session", { email, password }).catch(tellWhy);
  await endFormer(io, client.url);
  storeSession(io, client.url, { secret: body.secret, email: body.caller.email ?? email });
  if (options.json) printJson(io, { url: client.url, expiresAt: body.expiresAt, caller: body.caller });
  else {
    io.tell(`Signed in to ${client.url} as ${describeCaller(body.caller)}`);
    if (io.settings().AUS_TOKEN !== undefined) io.tell("AUS_TOKEN is set and goes before it.");
  }
  return exitStatus.done;
}

/** What to do about a wrong password need not be told. */
function tellWhy(error: unknown): never {
  if (error instanceof ApiFailure && error.http === 401) {
    throw new Failure(error.problem.detail ?? error.message);
  }
  throw error;
}

async function logout(io: Io) {
  const { url } = connect(io, { as: null });
  const session = findStoredSession(io, url);
  if (!session) {
    io.tell(`You are not signed in to ${url}.`);
    return exitStatus.done;
  }
  await endFormer(io, url);
  io.tell(`Signed out from ${url}, where you were ${session.email}.`);
  return exitStatus.done;
}

/** Ends the stored session at the service, unless it has ended there already, and forgets it. */
async function endFormer(io: Io, url: string): Promise<void> {
  const session = findStoredSession(io, url);
  if (!session) return;
  const client: Client = connect(io, { as: session.secret });
  try {
    await client.send("DELETE", "session");
  } catch (error) {
    if (!(error instanceof ApiFailure && error.http === 401)) throw error;
  }
  storeSession(io, url, null);
}
