declare module "mozilla-version-comparator" {
  /** -1, 0 or 1. */
  const compare: (a: string, b: string) => number;
  export = compare;
}
