/** One line of a checksum file. */
export type Checksum = {
  /** As Node and the protocol call it, e.g. "sha512". */
  readonly algorithm: string;
  /** In lower case. */
  readonly hash: string;
  /** In bytes; null where the file does not say. */
  readonly size: number | null;
  /** As it stands there, with '/' between its parts. */
  readonly file: string;
  readonly line: number;
};

export type ChecksumProblem = { readonly line: number; readonly what: string };

/** How many hex digits the hashes have that clients of any time take. */
const lengths: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128 };
const byLength = new Map(Object.entries(lengths).map(([name, length]) => [length, name]));

/** Names by which a checksum file is known in a directory. */
export const checksumFileName = /^(?:(?:MD5|SHA(?:1|256|384|512))SUMS(?:\.txt)?|.*\.checksums)$/;

/**
 * Reads the lines of `sha512sum` (`hash  file`, `hash *file`) and those of Mozilla's builds
 * (`hash algorithm size file`), also side by side.
 */
export function readChecksums(text: string): { checksums: Checksum[]; problems: ChecksumProblem[] } {
  const checksums: Checksum[] = [];
  const problems: ChecksumProblem[] = [];
  for (const [index, given] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (given.trim() === "" || given.startsWith("#")) continue;
    const read = readLine(given, line);
    if (typeof read === "string") problems.push({ line, what: read });
    else checksums.push(read);
  }
  return { checksums, problems };
}

/** @returns what is wrong with a line that is none */
function readLine(given: string, line: number): Checksum | string {
  const [, hash = "", rest = ""] = /^\s*([0-9a-fA-F]+)\s+(\S.*?)\s*$/.exec(given) ?? [];
  if (hash === "") return 'is neither "hash  file" nor "hash algorithm size file"';
  const sized = /^(?<algorithm>[a-z]+-?\d+)\s+(?<size>\d+)\s+(?<file>.+)$/i.exec(rest)?.groups;
  const algorithm = algorithmOf(hash, sized?.["algorithm"]);
  if ("wrong" in algorithm) return algorithm.wrong;
  const common = { algorithm: algorithm.name, hash: hash.toLowerCase(), line };
  if (sized) return { ...common, size: Number(sized["size"]), file: plainPath(sized["file"] ?? "") };
  return { ...common, size: null, file: plainPath(rest.replace(/^\*/, "")) };
}

function plainPath(file: string): string {
  return file.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}

/** The algorithm that a line names, or else the one whose hashes are as long. */
function algorithmOf(hash: string, said: string | undefined): { name: string } | { wrong: string } {
  const name = said === undefined ? byLength.get(hash.length) : said.toLowerCase().replace("-", "");
  if (name === undefined) return { wrong: `has a hash of ${hash.length} digits, which no algorithm gives` };
  const length = Object.hasOwn(lengths, name) ? lengths[name] : undefined;
  if (length === undefined) return { wrong: `names the algorithm "${name}", which is not known here` };
  if (length === hash.length) return { name };
  return { wrong: `has ${hash.length} digits where ${name} gives ${length}` };
}
