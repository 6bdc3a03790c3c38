import { importBalrog, type BalrogFile } from "@/lib/balrog/import";

export const patch = { from: "*", filesize: "3", hashValue: "4", fileUrl: "http://a.com/b" };
export const build = { completes: [patch] };
export const blob = {
  name: "b1",
  schema_version: 4,
  hashFunction: "sha512",
  appVersion: "2.0",
  displayVersion: "2.0",
  platforms: { p: { buildID: 20, OS_FTP: "of", OS_BOUNCER: "ob", locales: { l: build } } },
};
export const rule = { rule_id: 7, priority: 90, product: "b", mapping: "b1" };
/** A small good document of Balrog's, of which tests change what they are about. */
const allowlist = { "a.com": ["b"] };

export function scenario(overrides: Readonly<Record<string, unknown>> = {}): BalrogFile {
  const document = { rules: [rule], releases: [{ name: "b1", product: "b", blob }], allowlist, ...overrides };
  return { file: "dump.json", document };
}

export function withBlob(change: Readonly<Record<string, unknown>>): BalrogFile {
  return scenario({ releases: [{ name: "b1", product: "b", blob: { ...blob, ...change } }] });
}

export function findingsOf(...files: readonly BalrogFile[]): string[] {
  return importBalrog(files).findings.map(
    ({ path, what, consequence }) => `${path} ${what}. ${consequence}.`,
  );
}
