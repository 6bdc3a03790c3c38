import { Check, Hourglass, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { buttonStyle } from "@/components/ui/button";
import { Deed, ProseField, type Send } from "@/components/ui/deed";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { waveInWords, type CanaryFinding, type Wave } from "@/lib/nodes/wave";

const marks = {
  running: <Hourglass aria-hidden className="size-4 shrink-0 text-ink-faint" />,
  stopped: <OctagonX aria-hidden className="size-4 shrink-0 text-bad" />,
  "let through": <Check aria-hidden className="size-4 shrink-0 text-ink-faint" />,
  passed: <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />,
} as const;

/** How the newest revision comes from canaries to the rest, and what can be done where it does not. */
export function WaveBanner({ wave, letThrough }: { wave: Wave; letThrough: Send }) {
  const { kind, revision, release, failures, warnings, hidden } = wave;
  return (
    <Panel className={kind === "stopped" ? "border-bad" : ""}>
      <div role="status" aria-label="Wave" className="grid gap-2 p-3 text-xs">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
          {marks[kind]}
          <strong className="min-w-0 text-sm font-semibold [overflow-wrap:anywhere]">
            {waveInWords(wave)}
          </strong>
          {release && (
            <span className="text-ink-faint">
              <Moment at={release.at.toISOString()} />
            </span>
          )}
          {kind === "stopped" && <WaysOn wave={wave} letThrough={letThrough} />}
        </div>
        <Findings findings={failures} badge={<Badge tone="bad">fails</Badge>} />
        <Findings findings={warnings} badge={<Badge tone="warn">warns</Badge>} />
        {hidden > 0 && (
          <p className="text-ink-faint">
            {hidden === 1 ? "1 finding is" : `${String(hidden)} findings are`} about products that you may not
            see.
          </p>
        )}
        {kind === "stopped" && (
          <p className="text-ink-soft">
            Mend it with another change, which canaries check anew; take it back; or let it through. Shut-offs
            reach every node meanwhile.{" "}
            <Link href={`/audit/${String(revision)}`} className="text-link">
              Revision {revision}
            </Link>
          </p>
        )}
      </div>
    </Panel>
  );
}

function Findings({ findings, badge }: { findings: readonly CanaryFinding[]; badge: ReactNode }) {
  if (findings.length === 0) return null;
  return (
    <ul className="grid gap-1 text-ink-soft">
      {findings.map(({ canary, name, product, detail }) => (
        <li key={[canary, name, product].join("\n")} className="[overflow-wrap:anywhere]">
          {badge} <strong className="font-semibold text-ink">{name}</strong>: {detail}{" "}
          <span className="whitespace-nowrap text-ink-faint">({canary})</span>
        </li>
      ))}
    </ul>
  );
}

function WaysOn({ wave: { revision, mayRelease }, letThrough }: { wave: Wave; letThrough: Send }) {
  return (
    <span className="ml-auto flex items-center gap-2">
      <Link href={`/audit/back?revision=${String(revision)}`} className={buttonStyle({ look: "primary" })}>
        Roll back
      </Link>
      {mayRelease && (
        <Deed
          label="Let it through"
          look="danger"
          fields={{ revision }}
          send={letThrough}
          question={{
            title: `Let revision ${String(revision)} through`,
            note: "Nodes that hold it back take it at once, whatever canaries found.",
            answer: "Let it through",
            names: ["reason"],
            inputs: (
              <ProseField
                name="reason"
                label="Reason"
                hint="It is shown here with your name."
                required
                rows={2}
              />
            ),
          }}
        />
      )}
    </span>
  );
}
