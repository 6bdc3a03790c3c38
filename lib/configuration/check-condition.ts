import type { Path } from "./check-url";
import type { Report } from "./finding";

/** Reports a condition that cannot be read. @param read throws RangeError then */
export function checkCondition(read: () => unknown, path: Path, report: Report): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report("error", "bad-condition", path, error.message);
  }
}
