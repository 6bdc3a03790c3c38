import { expect, test } from "vitest";

import { readChecksums } from "./checksums";

const sha512 = "ab".repeat(64);
const sha256 = "cd".repeat(32);

test("both forms are read, side by side", () => {
  const text = [
    "# made by the build",
    `${sha512}  heron-98.0.de.linux.complete.mar`,
    `${sha512.toUpperCase()} *./de/with a blank.mar`,
    `${sha256} sha256 1234 update/win64/heron.mar`,
    `${sha512} sha512 99 de/heron 98.mar\r`,
    "",
  ].join("\n");
  const common = { algorithm: "sha512", hash: sha512, size: null };
  expect(readChecksums(text)).toEqual({
    checksums: [
      { ...common, file: "heron-98.0.de.linux.complete.mar", line: 2 },
      { ...common, file: "de/with a blank.mar", line: 3 },
      { algorithm: "sha256", hash: sha256, size: 1234, file: "update/win64/heron.mar", line: 4 },
      { ...common, size: 99, file: "de/heron 98.mar", line: 5 },
    ],
    problems: [],
  });
});

test.each([
  ["hello", 'is neither "hash  file" nor'],
  ["abc123  x.mar", "has a hash of 6 digits"],
  [`${sha256} sha512 5 x.mar`, "has 64 digits where sha512 gives 128"],
  [`${sha256} crc32 5 x.mar`, 'names the algorithm "crc32"'],
  ["", null],
])("%s", (line, told) => {
  const { checksums, problems } = readChecksums(line);
  expect(checksums).toEqual([]);
  if (told === null) expect(problems).toEqual([]);
  else expect(problems[0]?.what).toContain(told);
});
