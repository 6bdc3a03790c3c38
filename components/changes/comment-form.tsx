"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import type { Send } from "@/components/ui/deed";
import { TextArea } from "@/components/ui/field";
import { Alert } from "@/components/ui/form";
import { useUnsaved } from "@/components/ui/unsaved";
import { useForm } from "@/components/ui/use-form";

/** Adds to the discussion. */
export function CommentForm({ id, send }: { id: number; send: Send }) {
  const [text, setText] = useState("");
  const { submit, isBusy, errors, complaint } = useForm(send, () => {
    setText("");
  });
  useUnsaved(text !== "");
  const wrong = complaint ?? (Object.values(errors).join("; ") || null);
  return (
    <form onSubmit={submit} className="grid gap-2 border-t border-line p-3">
      <input type="hidden" name="id" value={id} />
      <TextArea
        name="text"
        aria-label="Comment"
        placeholder="Write a comment"
        rows={2}
        required
        className="font-sans text-sm"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {wrong !== null && <Alert>{wrong}</Alert>}
      <Button type="submit" className="justify-self-end" disabled={isBusy}>
        Comment
      </Button>
    </form>
  );
}
