"use client";

import { useTold } from "@/components/ui/checked";
import { FieldNote, TextRow, Tick } from "@/components/ui/labelled";

import { demandNames, type TypedDemand } from "./field-spec";

type DemandFieldProps = {
  id: string;
  label: string;
  help: string | undefined;
  error: string | undefined;
  /** Null: nothing of its own. */
  demand: TypedDemand | null;
  onDemand: (demand: TypedDemand | null) => void;
};

const words = { drivers: "Drivers", managers: "Managers", admins: "Administrators" } as const;
const oneDriver: TypedDemand = { drivers: "1", managers: "0", admins: "0" };

/** How many of each role have to sign, where that is another number than elsewhere. */
export function DemandField({ id, label, help, error, demand, onDemand }: DemandFieldProps) {
  const { told, onBlur } = useTold(error);
  const note = told ?? help;
  return (
    <fieldset
      className="col-span-2 grid gap-1"
      aria-describedby={note === undefined ? undefined : `${id}-note`}
      onBlur={onBlur}
    >
      <legend className="sr-only">{label}</legend>
      <Tick
        label={label}
        checked={demand !== null}
        onChecked={(has) => {
          onDemand(has ? oneDriver : null);
        }}
      />
      {demand && (
        <div className="grid grid-cols-3 gap-3">
          {demandNames.map((name) => (
            <TextRow
              key={name}
              id={`${id}-${name}`}
              label={`${words[name]} to go back`}
              inputMode="numeric"
              value={demand[name]}
              onValue={(text) => {
                onDemand({ ...demand, [name]: text });
              }}
            />
          ))}
        </div>
      )}
      <FieldNote id={`${id}-note`} help={help} error={told} />
    </fieldset>
  );
}
