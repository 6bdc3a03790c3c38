"use client";

import { createColumnHelper } from "@tanstack/react-table";
import { ListOrdered } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useState, type ReactNode } from "react";

import { GroupTitle } from "@/components/data-table/group-title";
import { DataTable, type TableColumn } from "@/components/data-table/data-table";
import type { tableFeatures } from "@/components/data-table/features";
import { useUrlState, type UrlState } from "@/components/ui/url-state";
import { useEditing } from "@/components/drafts/editing";
import { fateLook } from "@/components/drafts/fate";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { covers } from "@/lib/access/can";
import { findTemplate } from "@/lib/push/templates";
import { unpackRule, type PackedRule } from "@/lib/rules/packed";
import type { Rule } from "@/lib/rules/rule";

import { withDraft } from "./drafted-rules";
import { columnNames, columnsInWords, ruleColumns, usualColumns } from "./rule-columns";
import type { RuleRow } from "./rule-columns";
import type { RuleSurroundings } from "./rule-context";
import { filterRules, readRuleFilter } from "./rule-filter";
import type { Typed } from "./rule-form";
import { NewRule, RuleActs, RuleMenu, RuleQuestion } from "./rule-menu";
import { RulePanel } from "./rule-panel";
import { RuleToolbar } from "./rule-toolbar";
import { TemplateDialog } from "./template-dialog";
import { useRulePanel, type RulePanelControl } from "./use-rule-panel";

type RulesTableProps = Omit<RuleSurroundings, "rules"> & {
  /** By product, and there in the order of evaluation. */
  packed: readonly PackedRule[];
};

const everyProduct = "Every product";
const group = {
  of: ({ product }: RuleRow) => product ?? everyProduct,
  title: (name: string, rows: readonly RuleRow[]) => <GroupTitle name={name} rows={rows} of="rule" />,
};

const rowId = ({ id }: RuleRow) => String(id);
const rowClassName = ({ enabled, fate }: RuleRow) => {
  return fateLook(fate) ?? (enabled ? undefined : "[&>td]:text-ink-faint");
};
const isStored = ({ fate }: RuleRow) => fate !== "new";

/** Made once: a column that is made anew draws its cells anew, and an open menu closes. */
const columns = withActions(ruleColumns);

const toHidden = (shown: ReadonlySet<string>) =>
  Object.fromEntries(columnNames.map(({ id }) => [id, shown.has(id)]));

/** Every rule, by product, in the order in which they are tried. Filter, view, columns and selection are in the address. */
export function RulesTable({ packed, ...given }: RulesTableProps) {
  const { named } = given;
  const rules = useMemo(() => packed.map(unpackRule), [packed]);
  const around = { ...given, rules };
  const url = useUrlState();
  const { rights, draft } = useEditing();
  const edits = draft?.edits;
  const all = useMemo(() => withDraft(rules, edits ?? [], named), [rules, edits, named]);
  const { filter, rows } = useFiltered(all, around);
  const mayEdit = useCallback(({ product }: Rule) => covers(rights.push, product), [rights]);
  const mayCreate = rights.push.length > 0;
  const control = useRulePanel(rows.filter(isStored), all.filter(isStored), { url, mayEdit, mayCreate });
  const { act } = control;
  const acts = useMemo(() => ({ mayEdit, act }), [mayEdit, act]);
  const { shown, hidden, isInWords } = useShownColumns();
  const newRule = mayCreate && (
    <NewRule
      onEmpty={control.create}
      onTask={(task) => {
        url.set({ task });
      }}
    />
  );
  return (
    <>
      <RuleToolbar
        filter={filter}
        options={around}
        count={{ shown: rows.filter(isStored).length, all: rules.length }}
        columns={{ shown, isInWords }}
        onChange={url.set}
      >
        {newRule}
      </RuleToolbar>
      {control.missing !== null && <Missing rule={control.missing} />}
      <div className="flex min-h-0 flex-1 gap-3">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden rounded-md border border-line bg-surface shadow-flat">
          <RuleActs value={acts}>
            <DataTable
              caption="Rules by product, in the order in which they are tried"
              columns={columns}
              rows={rows}
              rowId={rowId}
              group={group}
              hidden={hidden}
              rowClassName={rowClassName}
              selected={control.selected && rowId(control.selected)}
              onSelect={(row) => {
                if (isStored(row)) control.select(row);
              }}
              empty={<NoRules all={rules.length} action={newRule} />}
            />
          </RuleActs>
        </div>
        <Beside control={control} around={around} />
      </div>
      {mayCreate && <Task url={url} around={around} />}
    </>
  );
}

/** The usual task that the address names. */
function Task({ url, around }: { url: UrlState; around: RuleSurroundings }) {
  const template = findTemplate(url.get("task"));
  const [only, ...others] = around.products;
  const product = url.get("product") || (others.length === 0 ? (only ?? "") : "");
  return (
    template && (
      <TemplateDialog
        key={template.name}
        template={template}
        around={around}
        given={{ product, channel: url.get("channel") }}
        onClose={() => {
          url.set({ task: null });
        }}
      />
    )
  );
}

function Missing({ rule }: { rule: string }) {
  return (
    <p role="status" className="mb-3 rounded-md bg-warn-fill px-3 py-1.5 text-xs text-warn">
      There is no rule {rule} (any more).{" "}
      <Link href={`/audit?entity=rule&key=${rule}`} className="link">
        What became of it
      </Link>
    </p>
  );
}

/** What is shown of one rule, or asked about it. */
function Beside({ control, around }: { control: RulePanelControl; around: RuleSurroundings }) {
  const [kept] = useState(() => new Map<string, Typed>());
  return (
    <>
      {control.panel && (
        <RulePanel
          state={control.panel}
          around={around}
          kept={kept}
          onAct={control.act}
          onMove={control.move}
          onClose={control.close}
        />
      )}
      {control.question && <RuleQuestion {...control.question} onClose={control.forgetQuestion} />}
    </>
  );
}

function useFiltered(
  all: readonly RuleRow[],
  { products, channels }: Pick<RuleSurroundings, "products" | "channels">,
) {
  const url = useUrlState();
  const { pendingOf } = useEditing();
  const [search, product, channel, state] = ["q", "product", "channel", "state"].map(url.get) as [
    string,
    string,
    string,
    string,
  ];
  const filter = useMemo(
    () => readRuleFilter({ search, product, channel, state }, { products, channels }),
    [search, product, channel, state, products, channels],
  );
  // Typing does not wait for a long list.
  const applied = useDeferredValue(filter);
  const rows = useMemo(
    () =>
      filterRules(all, applied, ({ id, fate }) => {
        if (fate === "new") return { isDrafted: true, isPending: true };
        const pending = pendingOf("rule", String(id));
        const isDrafted = pending.some((edit) => edit.state === "draft");
        return { isDrafted, isPending: pending.length > 0 };
      }),
    [all, applied, pendingOf],
  );
  return { filter, rows };
}

function useShownColumns() {
  const url = useUrlState();
  const isInWords = url.get("view") === "words";
  const columns = url.get("columns");
  const shown = useMemo(
    () => new Set(columns === "" ? (isInWords ? columnsInWords : usualColumns) : columns.split(",")),
    [columns, isInWords],
  );
  const hidden = useMemo(() => toHidden(shown), [shown]);
  return { shown, hidden, isInWords };
}

/** Beside the name, what can be done with a rule. */
function withActions([identity, ...rest]: readonly TableColumn<RuleRow>[]): readonly TableColumn<RuleRow>[] {
  const actions = createColumnHelper<typeof tableFeatures, RuleRow>().display({
    id: "actions",
    header: () => <span className="sr-only">Actions</span>,
    meta: { className: "w-9 px-0 text-center" },
    cell: ({ row }) => isStored(row.original) && <RuleMenu rule={row.original} />,
  });
  return identity ? [identity, actions, ...rest] : [];
}

function NoRules({ all, action }: { all: number; action: ReactNode }) {
  const url = useUrlState();
  if (all === 0) {
    return (
      <Notice icon={<ListOrdered />} title="No rules yet" action={action}>
        Without a rule nobody is offered anything. Make one, or bring rules over with <code>aus import</code>.
      </Notice>
    );
  }
  return (
    <Notice
      title="No rule fits"
      action={
        <Button
          onClick={() => {
            url.set({ q: null, product: null, channel: null, state: null });
          }}
        >
          Clear the filter
        </Button>
      }
    >
      None of the {all} rules fits this search and filter.
    </Notice>
  );
}
