import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { Modal } from "@/components/ui/modal";

type MadeFormProps = {
  title: string;
  note?: ReactNode;
  /** What its button says. */
  verb: string;
  isBusy: boolean;
  /** What is wrong with no field in particular. */
  complaint: string | null;
  onSubmit: () => void;
  onClose: () => void;
  /** The fields. */
  children: ReactNode;
};

/** The dialog around a form whose outcome `useMade` tells. */
export function MadeForm(props: MadeFormProps) {
  const { title, note, verb, isBusy, complaint, onSubmit, onClose, children } = props;
  return (
    <Modal title={title} note={note} onClose={onClose}>
      <form
        method="post"
        aria-label={title}
        className="grid gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button type="submit" look="primary" size="normal" disabled={isBusy}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
