/** Something of Balrog's data that could not be taken over as it is, or that deserves a look. */
export type Finding = {
  /** An error stops the import, unless what is invalid may be skipped: then `consequence` says what happens. */
  readonly severity: "error" | "warning";
  /** File and JSON pointer: `rules.json#/rules/3/version`. */
  readonly path: string;
  readonly what: string;
  readonly remedy: string;
  /** What the import does about it, e.g. "The rule is left out". */
  readonly consequence: string;
};

/** Where something stands in Balrog's files; what is found there is noted down in one list. */
export class Place {
  constructor(
    private readonly findings: Finding[],
    private readonly file: string,
    private readonly path: readonly PropertyKey[] = [],
  ) {}

  inside(...keys: readonly PropertyKey[]): Place {
    return new Place(this.findings, this.file, [...this.path, ...keys]);
  }

  error(what: string, remedy: string, consequence: string): void {
    this.findings.push({ severity: "error", path: this.pointer(), what, remedy, consequence });
  }

  warning(what: string, remedy: string, consequence: string): void {
    this.findings.push({ severity: "warning", path: this.pointer(), what, remedy, consequence });
  }

  private pointer(): string {
    const steps = this.path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
    return `${this.file}#${steps.map((step) => `/${step}`).join("")}`;
  }
}
