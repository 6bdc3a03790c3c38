/** Something of Balrog's data that could not be taken over as it is, or that deserves a look. */
export type Finding = {
  /** An error stops the import; with `skipInvalid` what `consequence` says happens instead. */
  readonly severity: "error" | "warning";
  /** File and JSON pointer: `releases.json#/releases/3/blob/platforms/WINNT_x86-msvc`. */
  readonly path: string;
  readonly what: string;
  readonly remedy: string;
  /** What the import does about it, e.g. "The rule is left out". */
  readonly consequence: string;
};

/** A place in a document of Balrog's, from which findings name their path. */
export type Place = { readonly file: string; readonly path: readonly PropertyKey[] };

export function inside(place: Place, ...keys: readonly PropertyKey[]): Place {
  return { file: place.file, path: [...place.path, ...keys] };
}

export function pathOf({ file, path }: Place): string {
  const pointer = path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return `${file}#${pointer}`;
}

/** Collects what an import finds. */
export class Findings {
  readonly list: Finding[] = [];

  error(place: Place, what: string, remedy: string, consequence: string): void {
    this.list.push({ severity: "error", path: pathOf(place), what, remedy, consequence });
  }

  warning(place: Place, what: string, remedy: string, consequence: string): void {
    this.list.push({ severity: "warning", path: pathOf(place), what, remedy, consequence });
  }
}
