"use client";

import { Plus, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { ChoiceRow, Labelled, TextRow, Tick, wrong } from "@/components/ui/labelled";
import { roles, type Grant } from "@/lib/access/role";

import type { FieldSpec, TypedRow } from "./field-spec";

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
      {specs.map((spec) => (
        <RowField
          key={spec.name}
          spec={spec}
          value={typed[spec.name] ?? ""}
          error={errors[spec.name]}
          isFixed={isStored && spec.isKey === true}
          onValue={(value) => {
            onChange({ ...typed, [spec.name]: value });
          }}
        />
      ))}
    </div>
  );
}

type RowFieldProps = {
  spec: FieldSpec;
  value: TypedRow[string];
  error: string | undefined;
  isFixed: boolean;
  onValue: (value: TypedRow[string]) => void;
};

function RowField({ spec, value, error, isFixed, onValue }: RowFieldProps) {
  const { label, help } = spec;
  const common = { id: `field-${spec.name}`, label, help, error };
  switch (spec.kind) {
    case "text":
    case "number":
      return (
        <TextRow
          {...common}
          value={String(value as string)}
          readOnly={isFixed}
          inputMode={spec.kind === "number" ? "numeric" : "text"}
          className={spec.kind === "text" && !spec.isKey ? "col-span-2" : ""}
          onValue={onValue}
        />
      );
    case "choice":
      return (
        <ChoiceRow {...common} value={String(value as string)} options={spec.options} onValue={onValue} />
      );
    case "tick":
      return (
        <div className="col-span-2">
          <Tick label={label} checked={value === true} onChecked={onValue} />
          {help !== undefined && <p className="text-2xs text-ink-faint">{help}</p>}
        </div>
      );
    case "list":
      return <ListField {...common} value={String(value as string)} onValue={onValue} spec={spec} />;
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
  }
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

function ListField({ id, label, help, error, value, spec, onValue }: ListFieldProps) {
  const chosen = new Set(value.split("\n").filter(Boolean));
  if (spec.suggestions) {
    return (
      <fieldset className="col-span-2 grid gap-1">
        <legend className="pb-1 text-xs font-medium">{label}</legend>
        <div className="flex flex-wrap gap-x-5">
          {spec.suggestions.map((one) => (
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
        {(error ?? help) !== undefined && (
          <p className={error === undefined ? "text-2xs text-ink-faint" : "text-2xs text-bad"}>
            {error ?? help}
          </p>
        )}
      </fieldset>
    );
  }
  return (
    <Labelled id={id} label={label} help={help} error={error} className="col-span-2">
      {(ties) => (
        <TextArea
          {...ties}
          rows={3}
          value={value}
          className={error === undefined ? "" : wrong}
          onChange={(event) => {
            onValue(event.target.value);
          }}
        />
      )}
    </Labelled>
  );
}

type GrantsFieldProps = {
  label: string;
  error: string | undefined;
  products: readonly string[];
  grants: readonly Grant[];
  onGrants: (grants: readonly Grant[]) => void;
};

/** Roles, each for a product or for all of them. */
function GrantsField({ label, error, products, grants, onGrants }: GrantsFieldProps) {
  const set = (at: number, part: Partial<Grant>) => {
    onGrants(grants.map((grant, index) => (index === at ? { ...grant, ...part } : grant)));
  };
  const places = [
    { value: "*", label: "every product" },
    ...products.map((value) => ({ value, label: value })),
  ];
  return (
    <fieldset className="col-span-2 grid gap-1.5">
      <legend className="pb-1 text-xs font-medium">{label}</legend>
      {grants.length === 0 && (
        <p className="text-xs text-ink-faint">None: they can sign in and see nothing.</p>
      )}
      {grants.map((grant, index) => (
        <div key={index} className="flex items-end gap-2">
          <ChoiceRow
            id={`grant-role-${String(index)}`}
            label={`Role ${String(index + 1)}`}
            className="w-36"
            value={grant.role}
            options={roles.map((value) => ({ value, label: value }))}
            onValue={(role) => {
              set(index, { role });
            }}
          />
          <ChoiceRow
            id={`grant-product-${String(index)}`}
            label="of"
            className="min-w-0 flex-1"
            value={grant.product}
            options={places}
            onValue={(product) => {
              set(index, { product });
            }}
          />
          <Button
            look="quiet"
            aria-label={`Take away role ${String(index + 1)}`}
            className="px-1.5"
            onClick={() => {
              onGrants(grants.filter((_, other) => other !== index));
            }}
          >
            <X />
          </Button>
        </div>
      ))}
      <div>
        <Button
          onClick={() => {
            onGrants([...grants, { role: "viewer", product: "*" }]);
          }}
        >
          <Plus aria-hidden />
          Add a role
        </Button>
      </div>
      {error !== undefined && <p className="text-2xs text-bad">{error}</p>}
    </fieldset>
  );
}
