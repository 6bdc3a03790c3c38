import { Link } from "@/components/ui/link";
import type { KeptFailure } from "@/lib/verify/verified";

const cell = "border-b border-line px-3 py-2 group-last:border-b-0";

type FailureListProps = { failures: readonly KeptFailure[]; total: number; release: string };

/** What a verification found wrong, with the builds whose clients meet it. */
export function FailureList({ failures, total, release }: FailureListProps) {
  return (
    <div className="max-h-96 overflow-auto border-t border-line">
      <table className="w-full border-separate border-spacing-0 text-xs">
        <caption className="sr-only">What is wrong with files</caption>
        <thead>
          <tr>
            {["Cause", "Builds", "What is wrong"].map((name) => (
              <th
                key={name}
                scope="col"
                className="sticky top-0 h-8 border-b border-line-strong bg-sunken px-3 text-left text-2xs font-medium text-ink-soft"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {failures.map((failure, index) => (
            <tr key={index} className="group align-top">
              <td className={`${cell} font-medium whitespace-nowrap text-bad`}>{failure.cause}</td>
              <td className={cell}>
                <Users failure={failure} release={release} />
              </td>
              <td className={cell}>
                {failure.detail}
                {failure.url !== null && (
                  <div className="text-ink-faint [overflow-wrap:anywhere]">{failure.url}</div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > failures.length && (
        <p className="px-3 py-2 text-xs text-ink-soft">And {total - failures.length} more.</p>
      )}
    </div>
  );
}

const mostShown = 4;

function Users({ failure: { users, more }, release }: { failure: KeptFailure; release: string }) {
  const rest = users.length - mostShown + more;
  return (
    <>
      {users.slice(0, mostShown).map(({ buildTarget, locale, type }, index) => (
        <div key={index} className="whitespace-nowrap">
          <Link
            href={`/releases/${encodeURIComponent(release)}?build=${encodeURIComponent(`${buildTarget}/${locale}`)}`}
            className="link"
          >
            {buildTarget}/{locale}
          </Link>{" "}
          {type}
        </div>
      ))}
      {rest > 0 && <div className="text-ink-soft">and {rest} more</div>}
    </>
  );
}
