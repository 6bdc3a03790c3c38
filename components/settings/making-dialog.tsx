"use client";

import { useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";

import { readTyped, type FieldSpec, type Row, type TypedRow } from "./field-spec";
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
  return (
    <Modal title={title} note={note} onClose={onClose}>
      <form
        method="post"
        aria-label={title}
        className="grid gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          send(() => make(readTyped(specs, typed).row, reason), onMade);
        }}
      >
        <RowFields specs={specs} typed={typed} errors={errors} isStored={false} onChange={setTyped} />
        <TextRow
          id="making-reason"
          label="Reason"
          value={reason}
          error={errors["reason"]}
          onValue={setReason}
        />
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button type="submit" look="primary" size="normal" disabled={isBusy}>
            {isBusy ? "Creating" : verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
