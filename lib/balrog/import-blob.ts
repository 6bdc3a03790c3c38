import type { ConfiguredRelease } from "@/lib/configuration/configuration";

import { readDump } from "./dump";
import { Place, type Finding } from "./finding";
import type { BalrogFile } from "./import";
import { importReleases } from "./import-releases";

/** The releases of a file by themselves: what they lean on is the service's to judge. */
export function importBlob({ file, document }: BalrogFile): {
  readonly releases: readonly ConfiguredRelease[];
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const dump = readDump([{ value: document, place: new Place(findings, file) }], null);
  return { releases: importReleases(dump).map(({ release }) => release), findings };
}
