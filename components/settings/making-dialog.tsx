"use client";

import { useState, type ReactNode } from "react";

import { TextRow } from "@/components/ui/labelled";
import { useUnsaved } from "@/components/ui/unsaved";

import { readTyped, type FieldSpec, type Row, type TypedRow } from "./field-spec";
import { MadeForm } from "./made-form";
import { RowFields } from "./row-fields";
import { useMade, type Made } from "./use-made";

type MakingDialogProps<T extends object> = {
  title: string;
  note?: ReactNode;
  specs: readonly FieldSpec[];
  blank: TypedRow;
  verb: string;
  make: (row: Row, reason: string) => Promise<Made<T>>;
  onMade: (made: T) => void;
  onClose: () => void;
};

/** A form for what is made at once or not at all, since it comes with something that is shown once. */
export function MakingDialog<T extends object>(props: MakingDialogProps<T>) {
  const { title, note, specs, blank, verb, make, onMade, onClose } = props;
  const [typed, setTyped] = useState(blank);
  const [reason, setReason] = useState("");
  const { send, isBusy, errors, complaint } = useMade<T>();
  useUnsaved(typed !== blank || reason !== "");
  return (
    <MadeForm
      title={title}
      note={note}
      verb={isBusy ? "Creating" : verb}
      isBusy={isBusy}
      complaint={complaint}
      onSubmit={() => {
        send(() => make(readTyped(specs, typed).row, reason), onMade);
      }}
      onClose={onClose}
    >
      <RowFields specs={specs} typed={typed} errors={errors} isStored={false} onChange={setTyped} />
      <TextRow
        id="making-reason"
        label="Reason"
        value={reason}
        error={errors["reason"]}
        onValue={setReason}
      />
    </MadeForm>
  );
}
