import type { Build } from "@/lib/releases/release";
import { releaseVersion } from "@/lib/releases/release";

import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson, table } from "./output";
import { readRelease, readReleases, type WholeRelease } from "./read-releases";
import type { CommandGroups } from "./registration";

type ListOptions = { product?: string; json?: true };

/** `aus releases …` */
export function registerReleases({ io, program, run }: CommandGroups): void {
  const releases = program.command("releases").description("show releases");
  releases
    .command("list")
    .description("the releases by name")
    .option("--product <name>", "those of one product")
    .option("--json", "print the result as JSON")
    .action(run((options: ListOptions) => list(io, options)));
  releases
    .command("show")
    .description("one release with its builds")
    .argument("<release>", "its name")
    .option("--json", "print all of it as JSON")
    .action(run((name: string, options: { json?: true }) => show(io, name, options)));
}

async function list(io: Io, { product, json }: ListOptions): Promise<ExitStatus> {
  const releases = (await readReleases(connect(io))).filter(
    (release) => product === undefined || release.product === product,
  );
  const heads = ["name", "product", "kind", "version", "builds", "read-only"];
  const rows = releases.map((one) => [
    one.name,
    one.product,
    one.kind,
    one.version ?? "",
    String(one.builds),
    one.readOnly ? "yes" : "no",
  ]);
  if (json) printJson(io, { releases });
  else io.print(rows.length === 0 ? "No release." : table(io, heads, rows));
  return exitStatus.done;
}

async function show(io: Io, name: string, { json }: { json?: true }): Promise<ExitStatus> {
  const release = await readRelease(connect(io), name);
  if (json) printJson(io, release);
  else io.print(describe(io, release));
  return exitStatus.done;
}

function describe(io: Io, release: WholeRelease): string {
  const about = [
    release.content.kind,
    `of ${release.product}`,
    ...(releaseVersion(release) === null ? [] : [`version ${releaseVersion(release) ?? ""}`]),
    ...(release.readOnly ? ["read-only"] : []),
    `row version ${release.rowVersion}`,
    count(release.builds.length, "build"),
  ];
  const title = `${release.name}: ${about.join(", ")}`;
  const lines = release.comment === null ? [title] : [title, release.comment];
  if (release.builds.length === 0) return lines.join("\n");
  const heads = ["build target", "locale", "build ID", "complete", "partial from"];
  return [...lines, table(io, heads, release.builds.map(rowOf))].join("\n");
}

function rowOf({ buildTarget, locale, buildID, patches }: Build): string[] {
  const complete = patches.find(({ type }) => type === "complete");
  return [
    buildTarget,
    locale,
    buildID ?? "",
    complete ? `${complete.size} bytes` : "",
    patches.flatMap(({ type, from }) => (type === "partial" ? [from] : [])).join(", "),
  ];
}
