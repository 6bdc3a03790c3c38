declare module "mozilla-version-comparator" {
  /** -1, 0 or 1. */
  export default function compare(a: string, b: string): number;
}
