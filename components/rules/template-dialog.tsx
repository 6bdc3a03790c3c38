"use client";

import { useMemo, useState } from "react";

import { SaveArea } from "@/components/drafts/save-area";
import { useSaving, type Saving } from "@/components/drafts/use-saving";
import { Checked } from "@/components/ui/checked";
import { Alert } from "@/components/ui/form";
import { Modal } from "@/components/ui/modal";
import { Refusal } from "@/lib/errors";
import { parameterTexts } from "@/lib/push/parameters";
import { operationsOf, type Plan, type Surroundings } from "@/lib/push/plan";
import type { Template } from "@/lib/push/template";
import type { NamedReleases } from "@/lib/rules/sentence";

import type { RuleSurroundings } from "./rule-context";
import { TemplateField, type TypedParameters } from "./template-field";

type TemplateDialogProps = {
  template: Template;
  around: RuleSurroundings;
  /** What is filled in beforehand. */
  given: TypedParameters;
  onClose: () => void;
};

/** A usual task: what it has to be told, what it does to which rule, who has to sign, and the two ways to save. */
export function TemplateDialog({ template, around, given, onClose }: TemplateDialogProps) {
  const [typed, setTyped] = useState<TypedParameters>(() => startOf(template, given));
  const [found, setFound] = useState<NamedReleases>({});
  const known = useMemo(
    () => ({ rules: around.rules, releases: { ...around.named, ...found } }),
    [around.rules, around.named, found],
  );
  const planned = useMemo(() => tryPlan(template, typed, known), [template, typed, known]);
  const saving = useSaving(planned.operations, onClose);
  return (
    <Modal title={template.title} note={template.note} onClose={onClose}>
      <form
        aria-label={template.title}
        className="grid gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <Checked isTried={saving.isTried}>
          <div className="grid grid-cols-2 items-start gap-x-3 gap-y-2.5">
            {template.fields.map((field) => (
              <TemplateField
                key={field.name}
                name={field.name}
                typed={typed}
                error={planned.errors[field.name]}
                around={around}
                onFound={(releases) => {
                  setFound((before) => ({ ...before, ...releases }));
                }}
                onValue={(value) => {
                  setTyped((before) => ({ ...before, [field.name]: value }));
                }}
              />
            ))}
          </div>
        </Checked>
        <Outlook template={template} typed={typed} planned={planned} />
        <Told saving={saving} />
        <SaveArea saving={saving} isUnreadable={template.fields.some(({ name }) => name in planned.errors)} />
      </form>
    </Modal>
  );
}

function startOf({ fields }: Template, given: TypedParameters): TypedParameters {
  const start: TypedParameters = { ...given, from: given.channel ?? "", rate: "25" };
  const filled = fields.flatMap(({ name }) => (start[name] ? [[name, start[name]] as const] : []));
  return Object.fromEntries(filled);
}

type Planned = {
  readonly plan: Plan | null;
  /** Null: there is nothing to save. */
  readonly operations: readonly unknown[] | null;
  /** By the parameter's name; empty: of them all. */
  readonly errors: Readonly<Record<string, string>>;
};

function tryPlan(template: Template, typed: TypedParameters, around: Surroundings): Planned {
  try {
    const plan = template.plan(readTyped(typed), around);
    const operations = operationsOf(plan);
    return { plan, operations: operations.length === 0 ? null : operations, errors: {} };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const told = error.errors.map(({ pointer, detail }) => [pointer.slice(1), detail]);
    return { plan: null, operations: null, errors: Object.fromEntries(told) as Record<string, string> };
  }
}

function readTyped(typed: TypedParameters): Record<string, string | number> {
  const entries = Object.entries(typed).flatMap(([name, value]) => {
    const text = value.trim();
    if (text === "") return [];
    const isNumber = (name === "rate" || name === "priority") && /^\d+$/.test(text);
    return [[name, isNumber ? Number(text) : text] as const];
  });
  return Object.fromEntries(entries);
}

type OutlookProps = { template: Template; typed: TypedParameters; planned: Planned };

/** What it does, rule by rule; or what is missing. */
function Outlook({ template, typed, planned: { plan, errors } }: OutlookProps) {
  const missing = template.fields.filter(({ name, isRequired }) => isRequired && !typed[name]?.trim());
  const names = missing.map(({ name }) => parameterTexts[name].label);
  const general = template.fields.every(({ name }) => errors[name] === undefined) ? errors[""] : undefined;
  return (
    <output aria-live="polite" className="grid gap-1.5 rounded-sm bg-sunken px-3 py-2 text-xs">
      {plan?.edits.length === 0 && <span>It is so already: {plan.sentence}</span>}
      {plan?.edits.map(({ name, before, after }) => (
        <span key={name} className="grid">
          <span className="font-medium first-letter:uppercase">{name}</span>
          {before !== null && <del className="text-ink-faint">{before}</del>}
          {after === null ? <span>It is deleted.</span> : <ins className="no-underline">{after}</ins>}
        </span>
      ))}
      {!plan && (
        <span className="text-ink-soft">
          {general ??
            (names.length > 0
              ? `Still to be filled in: ${names.join(", ")}.`
              : "It can’t be done with what is filled in.")}
        </span>
      )}
    </output>
  );
}

/** What the service says of the rules that would come of it. */
function Told({ saving: { errors, conflict } }: { saving: Saving }) {
  const told = Object.entries(errors).flatMap(([field, detail]) => (field === "reason" ? [] : [detail]));
  if (conflict) {
    told.push("The rule was changed by someone else meanwhile: close, and look at it as it is now.");
  }
  return told.map((detail) => <Alert key={detail}>{detail}</Alert>);
}
