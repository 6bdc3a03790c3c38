"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";

import { SaveArea } from "@/components/drafts/save-area";
import { useSaving } from "@/components/drafts/use-saving";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";
import type { Release } from "@/lib/releases/release";

import { releaseOperation, type ReleaseVersioned } from "./release-operation";

type Pair = { readonly name: string; readonly value: string };

/** Comment and attributes of a release in a form; what else it says is edited as JSON. */
export function ReleaseFormDialog({ release, onClose }: { release: ReleaseVersioned; onClose: () => void }) {
  const { content } = release;
  const [comment, setComment] = useState(release.comment ?? "");
  const [pairs, setPairs] = useState<readonly Pair[]>(() =>
    content.kind === "application"
      ? Object.entries(content.attributes).map(([name, value]) => ({ name, value }))
      : [],
  );
  const after: Partial<Release> = {
    comment: comment === "" ? null : comment,
    ...(content.kind === "application" && { content: { ...content, attributes: attributesOf(pairs) } }),
  };
  const twice = pairs.find(({ name }, index) => pairs.findIndex((one) => one.name === name) !== index);
  const operation = releaseOperation(release, after);
  const saving = useSaving(operation && [operation], onClose);
  return (
    <Modal wide title={`Edit ${release.name}`} onClose={onClose}>
      <div className="grid gap-4 px-4 py-3">
        <TextRow id="release-comment" label="Comment" value={comment} onValue={setComment} />
        {content.kind === "application" && <Attributes pairs={pairs} onChange={setPairs} />}
        {(twice !== undefined || saving.errors["content"] !== undefined) && (
          <p role="alert" className="text-xs text-bad">
            {twice ? `The attribute "${twice.name}" is there twice` : saving.errors["content"]}
          </p>
        )}
        <SaveArea saving={saving} blocked={twice !== undefined} />
      </div>
    </Modal>
  );
}

function attributesOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.filter(({ name }) => name !== "").map(({ name, value }) => [name, value]));
}

type AttributesProps = { pairs: readonly Pair[]; onChange: (pairs: readonly Pair[]) => void };

function Attributes({ pairs, onChange }: AttributesProps) {
  const set = (at: number, part: Partial<Pair>) => {
    onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...part } : pair)));
  };
  return (
    <fieldset className="grid gap-1.5">
      <legend className="pb-1.5 text-xs font-medium">
        Attributes of the update{" "}
        <span className="font-normal text-ink-faint">%LOCALE% stands for the client’s locale in URLs</span>
      </legend>
      {pairs.map(({ name, value }, index) => (
        <div key={index} className="flex gap-2">
          <TextField
            aria-label={`Name of attribute ${String(index + 1)}`}
            className="h-7 w-48 px-2 text-xs"
            value={name}
            onChange={(event) => {
              set(index, { name: event.target.value });
            }}
          />
          <TextField
            aria-label={`Value of ${name || `attribute ${String(index + 1)}`}`}
            className="h-7 min-w-0 flex-1 px-2 font-mono text-xs"
            value={value}
            onChange={(event) => {
              set(index, { value: event.target.value });
            }}
          />
          <Button
            look="quiet"
            aria-label={`Remove ${name || `attribute ${String(index + 1)}`}`}
            className="px-1.5"
            onClick={() => {
              onChange(pairs.filter((_, other) => other !== index));
            }}
          >
            <X />
          </Button>
        </div>
      ))}
      <div>
        <Button
          onClick={() => {
            onChange([...pairs, { name: "", value: "" }]);
          }}
        >
          <Plus aria-hidden />
          Add an attribute
        </Button>
      </div>
    </fieldset>
  );
}
