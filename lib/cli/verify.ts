import type { CommandGroups } from "./registration";
import { runVerification, type VerifyOptions } from "./verify-run";

/** `aus verify` */
export function registerVerify({ io, program, run }: CommandGroups): void {
  program
    .command("verify")
    .description(
      "ask the update route for every shipped version, build target and locale, and look at the files that clients are sent to; exit status 1 where something is wrong",
    )
    .argument("[release-or-channel]", "whose clients; with --config what they are to get, if it is known")
    .option("--product <name>", "whose channel it is, where several products have one of the name")
    .option(
      "--files <how>",
      "head: ask whether they are there; range: for their first bytes; full: for all, and compare their hashes",
      "range",
    )
    .option("--no-files", "do not look at files")
    .option("--service <url>", "where clients ask, if that is not the address of the API")
    .option("--rate <number>", "how many requests a second at most; 0: as many as it goes", "50")
    .option("--parallel <number>", "how many requests at once", "8")
    .option("--follow", "follow the redirects of files")
    .option(
      "--resume <file>",
      "keep in a file what was found, and go on from there after the command broke off",
    )
    .option("--config <file>", "the list of shipped clients is one of update-verify's configurations")
    .option("--json [file]", "print the result as JSON, or write it to a file")
    .option("--junit <file>", "write the result as JUnit's XML")
    .action(
      run((subject: string | undefined, options: VerifyOptions) => runVerification(io, subject, options)),
    );
}
