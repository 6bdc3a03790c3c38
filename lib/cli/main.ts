import { terminalIo } from "./io";
import { runCli } from "./program";

/** Runs the command of this process. @returns its exit status */
export async function main(root: string): Promise<number> {
  // `aus explain … | head` closes the pipe early: that is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return runCli(process.argv.slice(2), terminalIo(root));
}
