"use client";

import { useMemo, useState } from "react";

import { ConflictDialog } from "@/components/drafts/conflict-dialog";
import { useEditing } from "@/components/drafts/editing";
import { SaveArea } from "@/components/drafts/save-area";
import { useSaving } from "@/components/drafts/use-saving";
import { Checked } from "@/components/ui/checked";
import { readText, ruleOperation, toText, type RuleText } from "@/lib/rules/rule-text";
import { ruleSentence, type NamedReleases } from "@/lib/rules/sentence";
import type { Rule } from "@/lib/rules/rule";

import { fieldLabel } from "./field-labels";
import { PlaceField } from "./place-field";
import type { RuleSurroundings } from "./rule-context";
import { GetFields, OrderFields, WhoFields } from "./rule-fields";

/** What is typed, and the rule on which it is based: what is kept while a form is away. */
export type Typed = { readonly base: Rule | null; readonly text: RuleText };

type RuleFormProps = {
  typed: Typed;
  /** Whether anybody typed it. */
  isTouched: boolean;
  around: RuleSurroundings;
  onType: (typed: Typed) => void;
  onDone: () => void;
};

/** A rule's form: every condition, what it gives, its order; the sentence changes while people type. */
export function RuleForm({ typed: { base, text }, isTouched, around, onType, onDone }: RuleFormProps) {
  const [found, setFound] = useState<NamedReleases>({});
  const surroundings = useMemo(() => remembering(around, setFound), [around]);
  const alsoSaid = useDraftedFields(base);
  const { fields, errors: typos } = readText(text);
  const operation = fields && ruleOperation(base, fields, alsoSaid);
  const saving = useSaving(operation && [operation], onDone);
  const errors = { ...saving.errors, ...typos };
  const change = (part: Partial<RuleText>) => {
    onType({ base, text: { ...text, ...part } });
  };
  const common = { text, errors, onChange: change, around: surroundings };
  return (
    <form
      aria-label={base ? `Edit rule ${String(base.id)}` : "New rule"}
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <output aria-live="polite" className="border-b border-line bg-sunken px-4 py-2.5 text-xs">
        {fields
          ? ruleSentence(fields, { ...around.named, ...found })
          : "Here it stands as a sentence once every field can be read."}
      </output>
      <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto px-4 py-3.5">
        <Checked isTried={saving.isTried}>
          <GetFields {...common} />
          <WhoFields {...common} />
          <OrderFields {...common}>
            <PlaceField
              rules={around.rules}
              product={text.product}
              own={base?.id ?? null}
              onPlace={(priority) => {
                change({ priority: String(priority) });
              }}
            />
          </OrderFields>
        </Checked>
      </div>
      <footer className="border-t border-line bg-surface px-4 py-3">
        <SaveArea saving={saving} isUnreadable={fields === null} isTouched={isTouched} />
      </footer>
      {saving.conflict && isAbout(saving.conflict.key, base) && (
        <ConflictDialog
          conflict={saving.conflict}
          label={fieldLabel}
          onClose={saving.forgetConflict}
          onResolve={(theirs, mine) => {
            const now = theirs as Rule;
            onType({ base: now, text: toText({ ...now, ...(mine as Partial<Rule>) }) });
            saving.forgetConflict();
          }}
        />
      )}
    </form>
  );
}

function isAbout(key: string, base: Rule | null): boolean {
  return base !== null && key === String(base.id);
}

/** Fields that the reader's draft sets of a rule. */
function useDraftedFields(rule: Rule | null): readonly string[] {
  const { pendingOf } = useEditing();
  if (!rule) return [];
  const own = pendingOf("rule", String(rule.id)).find(({ state }) => state === "draft");
  return Object.keys(own?.fields ?? {});
}

/** Keeps what completion told of releases, for the sentence. */
function remembering(
  around: RuleSurroundings,
  remember: (update: (known: NamedReleases) => NamedReleases) => void,
): RuleSurroundings {
  return {
    ...around,
    complete: async (product, text) => {
      const releases = await around.complete(product, text);
      remember((known) => ({ ...known, ...Object.fromEntries(releases.map((one) => [one.name, one])) }));
      return releases;
    },
  };
}
