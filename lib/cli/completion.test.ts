import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { recordingIo } from "@/lib/testing/command-line";

import { runCli } from "./program";

async function scriptOf(shell: string): Promise<string> {
  const { io, written } = recordingIo();
  expect(await runCli(["completion", shell], io)).toBe(0);
  return written.out;
}

/** What bash offers for the last of these words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const script = `${await scriptOf("bash")}
    COMP_WORDS=(aus "$@"); COMP_CWORD=$#; _aus; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["-c", script, "bash", ...words], { encoding: "utf8" });
  return out.trim().split("\n");
}

test.each([
  [["ru"], ["rules"]],
  [["changes", "si"], ["sign"]],
  [["rules", "set", "7", "--fallb"], ["--fallback-mapping"]],
  [
    ["push", "Heron-98", "--channel", "changes", "--ra"],
    ["--rate", "--ramp"],
  ],
  [
    ["completion", ""],
    ["bash", "zsh", "fish", "--help"],
  ],
  [["push", "--channel", ""], [""]],
])("bash completes %j by %j", async (words, wanted) => {
  expect(await offered(...words)).toEqual(wanted);
});

test("zsh takes the completion of bash, and fish has one with descriptions", async () => {
  expect(await scriptOf("zsh")).toContain("bashcompinit");
  const fish = await scriptOf("fish");
  expect(fish).toContain(
    "complete -c aus -n '__aus_at \\'aus rules\\'' -f -a 'set' -d 'set or clear fields of a rule'",
  );
  expect(fish).toContain("-l channel -r -d ");
});

test("another shell is wrong usage", async () => {
  expect(await runCli(["completion", "tcsh"], recordingIo().io)).toBe(2);
});
