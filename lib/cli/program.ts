import { Command, CommanderError } from "commander";

import { registerAgenda } from "./agenda";
import { registerAnalysis } from "./analysis";
import { registerAudit } from "./audit";
import { registerBalrog } from "./balrog";
import { registerChannels } from "./channels";
import { registerChanges } from "./changes";
import { registerCompletion } from "./completion";
import { registerConfiguration } from "./configuration";
import { registerConsume } from "./consume";
import { registerExplain } from "./explain";
import { registerDifference } from "./difference";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { registerAus2Config } from "./import-aus2-config";
import { registerInvariants } from "./invariants";
import { registerLogin } from "./login";
import { registerNodes } from "./nodes";
import { printJson } from "./output";
import { registerPolicies } from "./policies";
import type { CommandGroups, Registration } from "./registration";
import { registerPromote } from "./promote";
import { registerPush } from "./push";
import { registerReleases } from "./releases";
import { registerRollBack } from "./roll-back";
import { registerRules } from "./rules";
import { registerShadow } from "./shadow";
import { registerSnippets } from "./snippets";
import { registerStatus } from "./status";
import { registerSubmit } from "./submit";
import { registerSwitches } from "./switches";
import { registerTemplates } from "./templates";
import { registerThrottle } from "./throttle";
import { registerTokens } from "./tokens";
import { registerTraffic } from "./traffic";
import { registerUsers } from "./users";
import { registerVerify } from "./verify";

/** Every command registers itself here. */
const registrations: readonly Registration[] = [
  registerConfiguration,
  registerSnippets,
  registerAus2Config,
  registerShadow,
  registerBalrog,
  registerExplain,
  registerAnalysis,
  registerInvariants,
  registerTraffic,
  registerNodes,
  registerRules,
  registerReleases,
  registerSubmit,
  registerPush,
  registerTemplates,
  registerChannels,
  registerPromote,
  registerVerify,
  registerSwitches,
  registerThrottle,
  registerChanges,
  registerAgenda,
  registerConsume,
  registerRollBack,
  registerDifference,
  registerAudit,
  registerPolicies,
  registerUsers,
  registerTokens,
  registerStatus,
  registerLogin,
  registerCompletion,
];

/** Runs one command line. @returns its exit status */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.done;
  const program = makeProgram(io, (ended) => (status = ended));
  try {
    await program.parseAsync([...argv], { from: "user" });
    return status;
  } catch (error) {
    return report(error, argv, io);
  }
}

/** @param ended is told the exit status */
export function makeProgram(io: Io, ended: (status: ExitStatus) => void): Command {
  const program = new Command("aus")
    .description("Drives an update service through its HTTP API.")
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => {
        io.print(text.trimEnd());
      },
      writeErr: (text) => {
        io.tell(text.trimEnd());
      },
    })
    .showHelpAfterError("Add --help to see how it is called.")
    .addHelpText(
      "after",
      "\nThe service is the one at AUS_URL, else the one that `npm start` runs in this clone. It is asked with the token" +
        "\nAUS_TOKEN, else as who signed in by `aus login`, else with the token of this clone's own service." +
        "\nExit status: 0 done or scheduled, 1 refused or failed, 2 wrong usage, 3 waiting for sign-off.",
    );
  const importing = program
    .command("import")
    .description("bring a configuration, snippets or other data in")
    .enablePositionalOptions();
  const comparing = program
    .command("compare")
    .description("compare what the service answers with other data");
  const run: CommandGroups["run"] =
    (action) =>
    async (...given) => {
      ended(await action(...given));
    };
  for (const register of registrations) register({ io, program, importing, comparing, run });
  return program;
}

function report(error: unknown, argv: readonly string[], io: Io): ExitStatus {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  if (!(error instanceof Failure)) throw error;
  if (argv.includes("--json")) printJson(io, { error: error.message, ...error.details });
  io.tell(error.message);
  return error.status;
}
