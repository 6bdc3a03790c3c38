/** What can be wrong with a configuration. The first two may be accepted by whoever makes the change. */
export type FindingCode =
  | "forbidden-host"
  | "other-product"
  | "dangling-mapping"
  | "unknown-product"
  | "unknown-release"
  | "in-use"
  | "duplicate"
  | "read-only"
  | "bad-pattern"
  | "bad-condition"
  | "bad-attribute"
  | "ambiguous-attribute"
  | "alias-cycle"
  | "alias-to-nothing"
  | "no-builds-here"
  | "equal-priority"
  | "unused-partial"
  | "no-details-url"
  | "unsatisfiable-policy"
  | "last-admin"
  | "bad-channel"
  | "bad-address"
  | "bad-expiry";

/** Errors that somebody who knows what they do may let pass: clients are never worse off than without the row. */
export const acceptableFindings = ["forbidden-host", "other-product"] as const;

export type AcceptableFinding = (typeof acceptableFindings)[number];

export function isAcceptable(code: FindingCode): code is AcceptableFinding {
  return (acceptableFindings as readonly string[]).includes(code);
}

/** One thing that is wrong with a configuration, and how to mend it. */
export type Finding = {
  /** Errors refuse the change; warnings are told and let it pass. */
  readonly severity: "error" | "warning";
  readonly code: FindingCode;
  /** A JSON pointer into the change. */
  readonly pointer: string;
  readonly detail: string;
};

/** Collects what is wrong with one row. */
export type Report = (
  severity: Finding["severity"],
  code: FindingCode,
  path: readonly (string | number)[],
  detail: string,
) => void;

/** Where findings about a changed row go. */
export type ReportAt = (change: { readonly origin: string }) => Report;

/** A JSON pointer (RFC 6901) to something below another. */
export function pointerTo(base: string, path: readonly (string | number)[]): string {
  return base + path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
