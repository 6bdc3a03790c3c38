import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { Explanation } from "@/lib/decision/explain";

/** The answer in one line: what the client gets, and which rule said so. */
export function Verdict({ decision }: { decision: Explanation["decision"] }) {
  const { rule, release, reason, rolled } = decision;
  return (
    <p className="flex flex-wrap items-center gap-2 text-base">
      {release === null ? (
        <>
          <Badge tone="warn">no update</Badge>
          <span className="font-medium">{reason}</span>
        </>
      ) : (
        <>
          <Badge tone="good">offered</Badge>
          <Link href={`/releases/${encodeURIComponent(release)}`} className="link font-medium">
            {release}
          </Link>
        </>
      )}
      {rule && (
        <span className="text-sm text-ink-soft">
          by{" "}
          <Link href={`/rules/${String(rule.id)}`} className="text-link">
            {rule.alias ?? `rule ${String(rule.id)}`}
          </Link>
        </span>
      )}
      {rolled && (
        <span className="text-xs text-ink-faint">
          A throttle had a say: other clients may get something else.
        </span>
      )}
    </p>
  );
}
