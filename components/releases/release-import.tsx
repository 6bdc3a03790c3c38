"use client";

import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { useEditing } from "@/components/drafts/editing";
import { Button } from "@/components/ui/button";

import { ImportDialog, type ImportActions } from "./import-dialog";

const mostBytes = 32_000_000;

/** Takes a JSON file by a button, or dropped anywhere on the page. */
export function ReleaseImport(actions: ImportActions) {
  const { rights } = useEditing();
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const mayImport = rights.submit.length > 0;
  const take = (dropped: File | undefined) => {
    if (!dropped) return;
    const text = dropped.size > mostBytes ? Promise.resolve("") : dropped.text();
    void text.then((content) => {
      setFile({ name: dropped.name, text: content });
    });
  };
  useDropped(mayImport, { onOver: setOver, onDrop: take });
  if (!mayImport) return null;
  return (
    <>
      <Button onClick={() => input.current?.click()}>
        <FileUp aria-hidden />
        Import
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="A release as a JSON file"
        className="hidden"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-md border-2 border-dashed border-accent bg-selected/80 text-lg font-semibold text-accent">
          Drop the file to import its releases
        </div>
      )}
      {file && (
        <ImportDialog
          file={file}
          {...actions}
          onClose={() => {
            setFile(null);
          }}
        />
      )}
    </>
  );
}

type Dropped = { onOver: (isOver: boolean) => void; onDrop: (file: File | undefined) => void };

function useDropped(isWanted: boolean, { onOver, onDrop }: Dropped): void {
  const acts = useRef({ onOver, onDrop });
  useEffect(() => {
    acts.current = { onOver, onDrop };
  });
  useEffect(() => {
    if (!isWanted) return;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      acts.current.onOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) acts.current.onOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      acts.current.onOver(false);
      acts.current.onDrop(event.dataTransfer.files[0]);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [isWanted]);
}
