import type { Command } from "commander";

import type { BuildTargets } from "@/lib/submissions/build-targets";
import { compilePattern, defaultPatterns, type Pattern } from "@/lib/submissions/pattern";

import { changeOptions, type ChangeOptions } from "./change-options";
import { misuse } from "./failure";

export type SubmitOptions = ChangeOptions & {
  release?: string;
  product?: string;
  appVersion?: string;
  displayVersion?: string;
  buildId?: string;
  buildTarget?: string;
  locale?: string;
  channel?: string;
  url?: string;
  details?: string;
  pattern?: Pattern[];
  target?: BuildTargets;
  fromRelease?: string;
  checksums?: string[];
  marChannelId?: string;
  rolling?: true;
};

/** The options of `aus submit`, beside those of every change. */
export function submitOptions(command: Command): Command {
  const own = command
    .option(
      "--release <name>",
      "the release, made if it is not there; may hold {product}, {version}, {buildID}",
    )
    .option("--product <name>", "its product")
    .option("--app-version <version>", "its version, where file names do not say")
    .option("--display-version <text>", "the version that people are shown, where it is another")
    .option("--build-id <id>", "the build ID of all files, where nothing else says")
    .option("--build-target <name>", "the build target of all files")
    .option("--locale <name>", "the locale of all files")
    .option("--channel <name>", "what {channel} stands for in --url")
    .option("--url <template>", "where the files will be, e.g. https://dl.example.com/{version}/{path}")
    .option("--details <url>", "the page that people are shown about the release")
    .option("--pattern <pattern>", "what file names say, instead of the usual ones; repeatable", addPattern)
    .option(
      "--target <name=targets>",
      "which build targets a name in file names stands for; repeatable",
      addTarget,
    )
    .option("--from-release <template>", "the release that a {from} in file names stands for")
    .option("--checksums <file>", "a checksum file beside those in the directory; repeatable", addChecksums)
    .option("--mar-channel-id <id>", "the MAR channel ID that every file has to have")
    .option(
      "--rolling",
      "each build has a version of its own: the release stays while builds replace each other",
    );
  return changeOptions(own);
}

export const usualPatterns: readonly Pattern[] = defaultPatterns.map(compilePattern);

function addPattern(text: string, known: readonly Pattern[] = []): Pattern[] {
  try {
    return [...known, compilePattern(text)];
  } catch (error) {
    throw misuse(`--pattern ${text}: ${(error as Error).message}.`);
  }
}

function addTarget(text: string, known: BuildTargets = {}): BuildTargets {
  const [, name, targets] = /^([^=]+)=([^/]+)$/.exec(text) ?? [];
  if (name === undefined || targets === undefined) {
    throw misuse(`--target ${text}: write NAME=TARGET or NAME=TARGET,TARGET.`);
  }
  return { ...known, [name]: targets.split(",") };
}

function addChecksums(file: string, known: readonly string[] = []): string[] {
  return [...known, file];
}
