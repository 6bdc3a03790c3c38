import type { Stored } from "@/lib/changes/row";
import type { CurrentRows } from "@/lib/configuration/diff";
import { releaseVersion } from "@/lib/releases/release";
import { isBeyondPin, parsePin } from "@/lib/versions/pin";
import { parseVersion, type Version } from "@/lib/versions/version";

import { compareReleases, type Shelf } from "./problems-mapping";
import type { Problem } from "./problem";

/** Hexadecimal digits by hash function, as clients know them. */
const hashLengths: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

type Hash = {
  readonly hashFunction: string;
  readonly hashValue: string;
  readonly of: string;
  readonly field: string;
};

/** Files that clients would throw away: their hash is no value of its function. */
export function hashProblems({ release }: CurrentRows, { builds }: Shelf): Problem[] {
  return release.flatMap((one) => problemsOfHashes(one, wrongHashes(one, builds.get(one.name) ?? [])));
}

type Files = {
  /** Null: there was none. */
  readonly release: Stored<"release"> | null;
  readonly builds: readonly Stored<"build">[];
};

/** As `hashProblems`, of files of one release that were not there before. */
export function newHashProblems({ release, builds }: Files, before: Files): Problem[] {
  if (!release) return [];
  const textOf = ({ of, hashFunction, hashValue }: Hash) => [of, hashFunction, hashValue].join("\n");
  const old = new Set(before.release ? wrongHashes(before.release, before.builds).map(textOf) : []);
  const young = wrongHashes(release, builds).filter((hash) => !old.has(textOf(hash)));
  return problemsOfHashes(release, young);
}

function wrongHashes(release: Stored<"release">, builds: readonly Stored<"build">[]): Hash[] {
  return [...contentHashes(release), ...buildHashes(release, builds)].filter((hash) => !isHash(hash));
}

function problemsOfHashes(release: Stored<"release">, hashes: readonly Hash[]): Problem[] {
  const byFunction = new Map<string, Hash[]>();
  for (const hash of hashes) {
    const list = byFunction.get(hash.hashFunction);
    if (list) list.push(hash);
    else byFunction.set(hash.hashFunction, [hash]);
  }
  return [...byFunction].map(([hashFunction, list]) => hashProblem(release, hashFunction, list));
}

function isHash({ hashFunction, hashValue }: Hash): boolean {
  const length = hashLengths[hashFunction.toLowerCase()];
  return length !== undefined && hashValue.length === length && /^[0-9a-f]*$/i.test(hashValue);
}

function hashProblem(release: Stored<"release">, hashFunction: string, hashes: readonly Hash[]): Problem {
  const [first = { of: "", field: "", hashValue: "" }] = hashes;
  const length = hashLengths[hashFunction.toLowerCase()];
  const should =
    length === undefined
      ? `no client knows the hash function "${hashFunction}"`
      : `a hash of ${hashFunction} has ${length} hexadecimal digits, not "${first.hashValue.slice(0, 20)}" with ${first.hashValue.length}`;
  const more = hashes.length > 1 ? `, and ${hashes.length - 1} more files` : "";
  return {
    code: "wrong-hash-length",
    severity: "error",
    where: { entity: "release", key: release.name, field: first.field },
    product: release.product,
    detail: `Of "${release.name}", ${first.of}${more}: ${should}. Clients refuse the file: submit it again`,
    mend: null,
  };
}

function contentHashes({ content }: Stored<"release">): Hash[] {
  if (content.kind === "json") {
    return Object.entries(content.files).map(([target, { hashValue }]) => ({
      hashFunction: content.hashFunction,
      hashValue,
      of: `the file for ${target}`,
      field: `content/files/${target}/hashValue`,
    }));
  }
  if (content.kind !== "plugins" && content.kind !== "system-addons") return [];
  return Object.entries(content.addons).flatMap(([id, { files }]) =>
    Object.entries(files).flatMap(([target, file]) =>
      "alias" in file
        ? []
        : [
            {
              hashFunction: content.hashFunction,
              hashValue: file.hashValue,
              of: `${id} for ${target}`,
              field: `content/addons/${id}/files/${target}/hashValue`,
            },
          ],
    ),
  );
}

function buildHashes({ content }: Stored<"release">, builds: readonly Stored<"build">[]): Hash[] {
  if (content.kind !== "application") return [];
  return builds.flatMap(({ buildTarget, locale, patches }) =>
    patches.map(({ type, from, hashFunction, hashValue }) => ({
      hashFunction: hashFunction ?? content.hashFunction,
      hashValue,
      of: `the ${type} from ${from} for ${buildTarget}/${locale}`,
      field: "content/hashFunction",
    })),
  );
}

/** Pins whose clients are given an older release than there is for their version. */
export function pinProblems({ pin }: CurrentRows, shelf: Shelf): Problem[] {
  const newest = newestByProduct(shelf);
  return pin.flatMap((row): Problem[] => {
    const mapped = shelf.releases.get(row.mapping);
    const pinned = parsePin(row.version);
    const version = mapped && versionOf(mapped);
    if (!mapped || !pinned || !version) return [];
    const where = {
      entity: "pin",
      key: `${row.product}/${row.channel}/${row.version}`,
      field: "mapping",
    } as const;
    const problem = { code: "stale-pin", severity: "warning", where, product: row.product } as const;
    const better = (newest.get(row.product) ?? []).find((one) => isOfPin(versionOf(one), pinned));
    if (!isOfPin(version, pinned)) {
      const detail = `Clients of ${row.product} on ${row.channel} who asked to stay on ${row.version} get "${mapped.name}", which is not of that version. Map to a release of ${row.version}`;
      return [{ ...problem, severity: "error", detail, mend: better ? remap(row, better) : null }];
    }
    if (!better || compareReleases(better, mapped, shelf.orderOf(row.product)) <= 0) return [];
    const detail = `Clients of ${row.product} on ${row.channel} who asked to stay on ${row.version} get "${mapped.name}", though there is "${better.name}". Map to that`;
    return [{ ...problem, detail, mend: remap(row, better) }];
  });
}

function remap(
  { product, channel, version, rowVersion }: Stored<"pin">,
  { name: mapping }: Stored<"release">,
) {
  return {
    entity: "pin" as const,
    action: "update" as const,
    key: { product, channel, version },
    rowVersion,
    fields: { mapping },
  };
}

/** Application releases, the newest first. */
function newestByProduct({ releases, orderOf }: Shelf): ReadonlyMap<string, Stored<"release">[]> {
  const byProduct = new Map<string, Stored<"release">[]>();
  for (const release of releases.values()) {
    if (release.content.kind !== "application") continue;
    byProduct.set(release.product, [...(byProduct.get(release.product) ?? []), release]);
  }
  for (const [product, list] of byProduct) list.sort((a, b) => compareReleases(b, a, orderOf(product)));
  return byProduct;
}

function versionOf(release: Stored<"release">): Version | null {
  return parseVersion(releaseVersion(release) ?? "");
}

function isOfPin(version: Version | null, pin: readonly number[]): boolean {
  return (
    version !== null && !isBeyondPin(version, pin) && pin.every((part, i) => version.numbers[i] === part)
  );
}
