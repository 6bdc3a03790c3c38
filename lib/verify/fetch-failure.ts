/** Why a request came to no answer at all. @param patience the milliseconds that it had */
export function fetchFailure(error: unknown, patience: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${patience / 1000} s`;
  const { cause } = error;
  return cause instanceof Error ? cause.message || codeOf(cause) || error.message : error.message;
}

/** Attempts at several addresses come as one error without a text of its own. */
function codeOf(cause: Error): string {
  return "code" in cause && typeof cause.code === "string" ? cause.code : "";
}
