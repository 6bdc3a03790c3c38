"use client";

import { Plus, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { ChoiceRow, Labelled, TextRow, Tick, wrong } from "@/components/ui/labelled";
import { roles, type Grant } from "@/lib/access/role";

import { textOf, type FieldSpec, type TypedRow, type TypedValue } from "./field-spec";

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
  return (
    <fieldset className="col-span-2 grid gap-1.5">
      <legend className="pb-1 text-xs font-medium">{label}</legend>
      {grants.length === 0 && (
        <p className="text-xs text-ink-faint">None: they can sign in and see nothing.</p>
      )}
      {grants.map((grant, index) => (
        <GrantLine
          key={index}
          number={index + 1}
          grant={grant}
          products={products}
          onGrant={(next) => {
            onGrants(grants.flatMap((one, other) => (other === index ? (next ?? []) : one)));
          }}
        />
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

type GrantLineProps = {
  number: number;
  grant: Grant;
  products: readonly string[];
  /** Null takes it away. */
  onGrant: (grant: Grant | null) => void;
};

function GrantLine({ number, grant, products, onGrant }: GrantLineProps) {
  const places = [
    { value: "*", label: "every product" },
    ...products.map((value) => ({ value, label: value })),
  ];
  return (
    <div className="flex items-end gap-2">
      <ChoiceRow
        id={`grant-role-${String(number)}`}
        label={`Role ${String(number)}`}
        className="w-36"
        value={grant.role}
        options={roles.map((value) => ({ value, label: value }))}
        onValue={(role) => {
          onGrant({ ...grant, role });
        }}
      />
      <ChoiceRow
        id={`grant-product-${String(number)}`}
        label="of"
        className="min-w-0 flex-1"
        value={grant.product}
        options={places}
        onValue={(product) => {
          onGrant({ ...grant, product });
        }}
      />
      <Button
        look="quiet"
        aria-label={`Take away role ${String(number)}`}
        className="px-1.5"
        onClick={() => {
          onGrant(null);
        }}
      >
        <X />
      </Button>
    </div>
  );
}
