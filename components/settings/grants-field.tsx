"use client";

import { Plus, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { useTold } from "@/components/ui/checked";
import { ChoiceRow, FieldNote } from "@/components/ui/labelled";
import { roles, type Grant } from "@/lib/access/role";

import { productChoices } from "./field-spec";

type GrantsFieldProps = {
  label: string;
  error: string | undefined;
  products: readonly string[];
  grants: readonly Grant[];
  onGrants: (grants: readonly Grant[]) => void;
};

/** Roles, each for a product or for all of them. */
export function GrantsField({ label, error, products, grants, onGrants }: GrantsFieldProps) {
  const { told, onBlur } = useTold(error);
  return (
    <fieldset className="col-span-2 grid gap-1.5" onBlur={onBlur}>
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
      <FieldNote error={told} />
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
        options={productChoices(products)}
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
