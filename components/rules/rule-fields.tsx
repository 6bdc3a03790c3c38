"use client";

import type { ReactNode } from "react";

import { Combobox, type Suggestion } from "@/components/ui/combobox";
import { ChoiceRow, Labelled, TextRow, Tick } from "@/components/ui/labelled";
import type { Flag, RuleText, TextName } from "@/lib/rules/rule-text";

import { conditionLabels, rareConditions } from "./conditions";
import type { RuleSurroundings } from "./rule-context";

export type FieldsProps = {
  text: RuleText;
  errors: Readonly<Record<string, string>>;
  onChange: (change: Partial<RuleText>) => void;
  around: RuleSurroundings;
};

/** How each condition is written. */
const help: Partial<Record<TextName, string>> = {
  product: "Empty: every product",
  channel: "A name, or a beginning and *: release*",
  version: "<115.0, >=102.0, 78.*, 91.0.1; commas between",
  buildTarget: "Exactly as clients say it",
  locale: "de,fr,cy; commas, no blanks",
  osVersion: "Part of what clients say; “,” is or, “&&” is and",
  buildID: "20261020130455 or <20261020130455",
  distribution: "default, or names with commas between",
  distVersion: "Exactly as clients say it",
  instructionSet: "SSE, SSE2, SSE3 …; commas between",
  memory: "Megabytes: 8192, <2048",
  headerArchitecture: "Intel, PPC …, from the user agent",
};

const flagOptions: readonly { value: Flag; label: string }[] = [
  { value: "any", label: "any" },
  { value: "yes", label: "yes" },
  { value: "no", label: "no" },
];

type ConditionFieldProps = FieldsProps & { name: TextName; suggestions?: readonly string[] };

function ConditionField({ name, text, errors, onChange, suggestions }: ConditionFieldProps) {
  const id = `rule-${name}`;
  const label = conditionLabels[name as keyof typeof conditionLabels];
  const set = (value: string) => {
    onChange({ [name]: value });
  };
  if (!suggestions) {
    return (
      <TextRow
        id={id}
        label={label}
        help={help[name]}
        error={errors[name]}
        value={text[name]}
        placeholder="any"
        onValue={set}
      />
    );
  }
  return (
    <Labelled id={id} label={label} help={help[name]} error={errors[name]}>
      {(ties) => (
        <Combobox
          {...ties}
          listLabel={label}
          placeholder="any"
          value={text[name]}
          onValue={set}
          suggest={(typed) =>
            suggestions
              .filter((one) => one !== typed && one.toLowerCase().includes(typed.toLowerCase()))
              .map((value) => ({ value }))
          }
        />
      )}
    </Labelled>
  );
}

/** The conditions that a client has to meet. */
export function WhoFields(props: FieldsProps) {
  const { text, around, errors, onChange } = props;
  const set = rareConditions.filter((name) => text[name] !== "" && text[name] !== "any");
  const isWrong = rareConditions.some((name) => errors[name] !== undefined);
  return (
    <fieldset className="grid grid-cols-2 gap-x-3 gap-y-2.5">
      <legend className="pb-2 text-sm font-semibold">Who</legend>
      <ConditionField {...props} name="product" suggestions={around.products} />
      <ConditionField {...props} name="channel" suggestions={around.channels} />
      <ConditionField {...props} name="version" />
      <ConditionField {...props} name="locale" />
      <ConditionField {...props} name="buildTarget" />
      <ConditionField {...props} name="osVersion" />
      <details className="col-span-2" open={set.length > 0 || isWrong || undefined}>
        <summary className="text-xs text-accent">
          More conditions{set.length > 0 && ` (${String(set.length)} set)`}
        </summary>
        <div className="grid grid-cols-2 gap-x-3 gap-y-2.5 pt-2.5">
          {rareConditions.map((name) =>
            name === "mig64" || name === "jaws" ? (
              <ChoiceRow
                key={name}
                id={`rule-${name}`}
                label={conditionLabels[name]}
                value={text[name]}
                options={flagOptions}
                onValue={(value) => {
                  onChange({ [name]: value });
                }}
              />
            ) : (
              <ConditionField key={name} {...props} name={name} />
            ),
          )}
        </div>
      </details>
    </fieldset>
  );
}

type ReleaseFieldProps = FieldsProps & { name: "mapping" | "fallbackMapping"; label: string; note: string };

function ReleaseField({ name, label, note, text, errors, onChange, around }: ReleaseFieldProps) {
  const suggest = async (typed: string): Promise<Suggestion[]> => {
    const found = await around.complete(text.product === "" ? null : text.product, typed);
    return found
      .filter((release) => release.name !== typed)
      .map((release) => ({ value: release.name, note: release.version ?? release.kind }));
  };
  return (
    <Labelled id={`rule-${name}`} label={label} help={note} error={errors[name]} className="col-span-2">
      {(ties) => (
        <Combobox
          {...ties}
          listLabel={`Releases for ${label}`}
          placeholder="no update"
          value={text[name]}
          suggest={suggest}
          onValue={(value) => {
            onChange({ [name]: value });
          }}
        />
      )}
    </Labelled>
  );
}

/** What the clients that meet the conditions get. */
export function GetFields(props: FieldsProps) {
  const { text, errors, onChange } = props;
  return (
    <fieldset className="grid grid-cols-2 gap-x-3 gap-y-2.5">
      <legend className="pb-2 text-sm font-semibold">What they get</legend>
      <ReleaseField
        {...props}
        name="mapping"
        label="Release"
        note="Empty: no update, on purpose; rules below are not tried"
      />
      <TextRow
        id="rule-backgroundRate"
        label="Background rate (%)"
        inputMode="numeric"
        help="Of background checks. People who ask always get it; raising it takes it from nobody."
        error={errors["backgroundRate"]}
        value={text.backgroundRate}
        onValue={(backgroundRate) => {
          onChange({ backgroundRate });
        }}
      />
      <ChoiceRow
        id="rule-updateType"
        label="Update type"
        help="Major: clients ask before they take it"
        value={text.updateType}
        options={[
          { value: "minor", label: "minor" },
          { value: "major", label: "major" },
        ]}
        onValue={(updateType) => {
          onChange({ updateType });
        }}
      />
      {(text.backgroundRate !== "100" || text.fallbackMapping !== "") && (
        <ReleaseField
          {...props}
          name="fallbackMapping"
          label="The others get"
          note="Empty: the clients outside the rate get no update"
        />
      )}
    </fieldset>
  );
}

/** Whether it is tried, when, and how people call it. */
export function OrderFields(props: FieldsProps & { children?: ReactNode }) {
  const { text, errors, onChange, children } = props;
  return (
    <fieldset className="grid grid-cols-2 gap-x-3 gap-y-2.5">
      <legend className="pb-2 text-sm font-semibold">Order and name</legend>
      <TextRow
        id="rule-priority"
        label="Priority"
        inputMode="numeric"
        help="The highest that matches decides"
        error={errors["priority"]}
        value={text.priority}
        onValue={(priority) => {
          onChange({ priority });
        }}
      />
      {children}
      <TextRow
        id="rule-alias"
        label="Alias"
        help="A name for links and scripts; may be empty"
        error={errors["alias"]}
        value={text.alias}
        onValue={(alias) => {
          onChange({ alias });
        }}
      />
      <div className="pt-5">
        <Tick
          label="Switched on"
          checked={text.enabled}
          onChecked={(enabled) => {
            onChange({ enabled });
          }}
        />
      </div>
      <TextRow
        id="rule-comment"
        label="Comment"
        className="col-span-2"
        error={errors["comment"]}
        value={text.comment}
        onValue={(comment) => {
          onChange({ comment });
        }}
      />
    </fieldset>
  );
}
