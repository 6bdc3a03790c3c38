import { Rate } from "@/components/rules/rate";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";

export type RollOut = { id: number; alias: string | null; sentence: string; backgroundRate: number };

/** Enabled rules that are not at 100 % yet. */
export function RollOuts({ rules }: { rules: readonly RollOut[] }) {
  return (
    <Panel title="Roll-outs under way" note={rules.length === 0 ? undefined : String(rules.length)}>
      {rules.length === 0 ? (
        <p className="px-3 py-4 text-xs text-ink-soft">Every rule serves all of its clients.</p>
      ) : (
        <ul className="divide-y divide-line">
          {rules.map(({ id, alias, sentence, backgroundRate }) => (
            <li key={id} className="px-3 py-2.5">
              <div className="flex items-center gap-2 text-xs">
                <Link href={`/rules/${String(id)}`} className="link font-medium">
                  {alias ?? `Rule ${String(id)}`}
                </Link>
                <span className="ml-auto">
                  <Rate percent={backgroundRate} />
                </span>
              </div>
              <p className="mt-0.5 text-xs text-ink-soft">{sentence}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
