"use client";

import { useTold } from "@/components/ui/checked";
import { TextArea } from "@/components/ui/field";
import { ChoiceRow, FieldNote, Labelled, TextRow, Tick } from "@/components/ui/labelled";
import type { Grant } from "@/lib/access/role";

import { DemandField } from "./demand-field";
import { GrantsField } from "./grants-field";
import { textOf, type FieldSpec, type TypedDemand, type TypedRow, type TypedValue } from "./field-spec";

type RowFieldsProps = {
  specs: readonly FieldSpec[];
  typed: TypedRow;
  errors: Readonly<Record<string, string>>;
  /** Whether the row is there already, so that its key stays. */
  isStored: boolean;
  onChange: (typed: TypedRow) => void;
};

/** The fields of a row, each as its kind is edited. */
export function RowFields({ specs, typed, errors, isStored, onChange }: RowFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-x-3 gap-y-3">
      {specs.map((spec) => {
        const { [spec.name]: value = "" } = typed;
        return (
          <RowField
            key={spec.name}
            spec={spec}
            value={value}
            error={errors[spec.name]}
            isFixed={isStored && spec.isKey === true}
            onValue={(next) => {
              onChange({ ...typed, [spec.name]: next });
            }}
          />
        );
      })}
    </div>
  );
}

type RowFieldProps = {
  spec: FieldSpec;
  value: TypedValue;
  error: string | undefined;
  isFixed: boolean;
  onValue: (value: TypedValue) => void;
};

function RowField(props: RowFieldProps) {
  const { spec, value, error, isFixed, onValue } = props;
  const { label, help } = spec;
  const common = { id: `field-${spec.name}`, label, help, error };
  switch (spec.kind) {
    case "text":
    case "number":
      return <LineField {...props} />;
    case "choice":
      return (
        <ChoiceRow
          {...common}
          value={textOf(value)}
          className={spec.isWide ? "col-span-2" : ""}
          options={isFixed ? spec.options.filter((option) => option.value === value) : spec.options}
          onValue={onValue}
        />
      );
    case "tick":
      return (
        <div className="col-span-2">
          <Tick label={label} checked={value === true} onChecked={onValue} />
          <p className="text-2xs text-ink-faint">{help}</p>
        </div>
      );
    case "list":
      return <ListField {...common} value={textOf(value)} onValue={onValue} spec={spec} />;
    case "grants":
      return (
        <GrantsField
          label={label}
          error={error}
          products={spec.products}
          grants={value as readonly Grant[]}
          onGrants={onValue}
        />
      );
    case "demand":
      return <DemandField {...common} demand={value as TypedDemand | null} onDemand={onValue} />;
  }
}

function LineField({ spec, value, error, isFixed, onValue }: RowFieldProps) {
  const isWide = spec.kind === "text" && spec.isKey !== true;
  return (
    <TextRow
      id={`field-${spec.name}`}
      label={spec.label}
      help={spec.help}
      error={error}
      value={textOf(value)}
      readOnly={isFixed}
      inputMode={spec.kind === "number" ? "numeric" : "text"}
      className={isWide ? "col-span-2" : ""}
      onValue={onValue}
    />
  );
}

type ListFieldProps = {
  id: string;
  label: string;
  help: string | undefined;
  error: string | undefined;
  value: string;
  spec: FieldSpec & { kind: "list" };
  onValue: (value: string) => void;
};

function ListField(props: ListFieldProps) {
  const { id, label, help, error, value, spec, onValue } = props;
  if (spec.suggestions) return <TickList {...props} suggestions={spec.suggestions} />;
  return (
    <Labelled id={id} label={label} help={help} error={error} className="col-span-2">
      {(ties) => (
        <TextArea
          {...ties}
          rows={3}
          value={value}
          onChange={(event) => {
            onValue(event.target.value);
          }}
        />
      )}
    </Labelled>
  );
}

type TickListProps = Omit<ListFieldProps, "id" | "spec"> & { suggestions: readonly string[] };

/** A list of which all that can be in it is known. */
function TickList({ label, help, error, value, suggestions, onValue }: TickListProps) {
  const { told, onBlur } = useTold(error);
  const chosen = new Set(value.split("\n").filter(Boolean));
  return (
    <fieldset className="col-span-2 grid gap-1" onBlur={onBlur}>
      <legend className="pb-1 text-xs font-medium">{label}</legend>
      <div className="flex flex-wrap gap-x-5">
        {suggestions.map((one) => (
          <Tick
            key={one}
            label={one}
            checked={chosen.has(one)}
            onChecked={(isChosen) => {
              const rest = [...chosen].filter((other) => other !== one);
              onValue((isChosen ? [...rest, one] : rest).join("\n"));
            }}
          />
        ))}
      </div>
      <FieldNote help={help} error={told} />
    </fieldset>
  );
}
