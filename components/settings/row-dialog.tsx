"use client";

import { useState, type ReactNode } from "react";

import { ConflictDialog } from "@/components/drafts/conflict-dialog";
import { SaveArea } from "@/components/drafts/save-area";
import { useSaving } from "@/components/drafts/use-saving";
import { Checked } from "@/components/ui/checked";
import { Modal } from "@/components/ui/modal";

import { readTyped, rowOperation, typedFrom, type FieldSpec, type Row } from "./field-spec";
import { RowFields } from "./row-fields";

type RowDialogProps = {
  title: string;
  note?: ReactNode;
  entity: string;
  specs: readonly FieldSpec[];
  /** The stored row with its row version; null: a new one. */
  base: Row | null;
  /** What a new row starts with. */
  blank?: Row;
  onClose: () => void;
};

/** One row of the settings in a form: new, or as it is stored. */
export function RowDialog({ title, note, entity, specs, base: seen, blank = {}, onClose }: RowDialogProps) {
  const [base, setBase] = useState(seen);
  const [typed, setTyped] = useState(() => typedFrom(specs, seen ?? blank));
  const { row, errors: typos } = readTyped(specs, typed);
  const operation = rowOperation(entity, { specs, base, row });
  const saving = useSaving(operation && [operation], onClose);
  return (
    <Modal title={title} note={note} onClose={onClose}>
      <form
        aria-label={title}
        className="grid gap-4 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <Checked isTried={saving.isTried}>
          <RowFields
            specs={specs}
            typed={typed}
            errors={{ ...saving.errors, ...typos }}
            isStored={base !== null}
            onChange={setTyped}
          />
        </Checked>
        <SaveArea saving={saving} isUnreadable={Object.keys(typos).length > 0} />
      </form>
      {saving.conflict && base && (
        <ConflictDialog
          conflict={saving.conflict}
          label={(name) => specs.find((spec) => spec.name === name)?.label ?? name}
          onClose={saving.forgetConflict}
          onResolve={(theirs, mine) => {
            setBase(theirs);
            setTyped(typedFrom(specs, { ...theirs, ...mine }));
            saving.forgetConflict();
          }}
        />
      )}
    </Modal>
  );
}
