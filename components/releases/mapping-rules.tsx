import { Rate } from "@/components/rules/rate";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { Rule } from "@/lib/rules/rule";

type MappingRulesProps = { rules: readonly (Rule & { sentence: string })[]; release: string };

/** The rules that give a release to clients, or to those that the rate leaves out. */
export function MappingRules({ rules, release }: MappingRulesProps) {
  return (
    <Panel title="Rules that map to it" note={rules.length === 0 ? undefined : String(rules.length)}>
      {rules.length === 0 ? (
        <Notice title="No rule maps to it">Nobody is offered this release.</Notice>
      ) : (
        <ul className="divide-y divide-line">
          {rules.map((rule) => (
            <li key={rule.id} className="px-3 py-2">
              <div className="flex items-center gap-2 text-xs">
                <Link href={`/rules/${String(rule.id)}`} className="link font-medium">
                  {rule.alias ?? `Rule ${String(rule.id)}`}
                </Link>
                <span className="text-ink-faint">
                  {rule.mapping === release ? "as its release" : "for the others"}
                  {!rule.enabled && ", switched off"}
                </span>
                <span className="ml-auto">
                  <Rate percent={rule.backgroundRate} />
                </span>
              </div>
              <p className="mt-0.5 text-xs text-ink-soft">{rule.sentence}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
