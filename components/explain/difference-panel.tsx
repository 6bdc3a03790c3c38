import { Facts } from "@/components/ui/facts";
import { LineDiff } from "@/components/ui/line-diff";
import { Panel } from "@/components/ui/panel";
import type { Difference } from "@/lib/explain/compare";

type Side = { readonly title: string; readonly body: string };

type DifferencePanelProps = { differences: readonly Difference[]; before: Side; after: Side };

/** What two answers to one request do differently: in words, and line by line. */
export function DifferencePanel({ differences, before, after }: DifferencePanelProps) {
  const isSame = before.body === after.body;
  return (
    <Panel
      title="What differs"
      note={isSame ? "Clients get the same, to the letter." : `${before.title} → ${after.title}`}
    >
      {differences.length > 0 && (
        <Facts
          facts={differences.map(({ name, ...sides }) => ({
            name,
            value: (
              <>
                <del className="text-bad decoration-1">{sides.before || "nothing"}</del>
                <span aria-hidden> → </span>
                <ins className="text-good no-underline">{sides.after || "nothing"}</ins>
              </>
            ),
          }))}
        />
      )}
      {isSame && differences.length === 0 && (
        <p className="px-3 py-3 text-xs text-ink-soft">The same rule decides, and serves the same release.</p>
      )}
      {!isSame && (
        <div className="border-t border-line first:border-t-0">
          <LineDiff before={before.body} after={after.body} label="The answers, line by line" />
        </div>
      )}
    </Panel>
  );
}
