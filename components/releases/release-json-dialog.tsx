"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { z } from "zod";

import { SaveArea } from "@/components/drafts/save-area";
import { useSaving } from "@/components/drafts/use-saving";
import { Modal } from "@/components/ui/modal";
import { Skeleton } from "@/components/ui/skeleton";
import { releaseSchema, type Release } from "@/lib/releases/release";

import { atLines, readJson, type PlacedError } from "./json-lines";
import { releaseOperation, type ReleaseVersioned } from "./release-operation";

// Only who edits JSON loads an editor.
const JsonEditor = dynamic(() => import("./json-editor").then((editor) => editor.JsonEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-[42vh]" />,
});

type Read = { release: Release | null; errors: readonly PlacedError[] };

function readRelease(text: string, name: string): Read {
  const { value, errors } = readJson(text);
  if (errors.length > 0) return { release: null, errors };
  const parsed = releaseSchema.extend({ name: z.literal(name, "A release keeps its name") }).safeParse(value);
  if (parsed.success) return { release: parsed.data, errors: [] };
  const wrong = parsed.error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(""),
    detail: message,
  }));
  return { release: null, errors: atLines(text, wrong) };
}

const below = "/operations/0/fields";

/** Everything of a release but its builds, as JSON. */
export function ReleaseJsonDialog({ release, onClose }: { release: ReleaseVersioned; onClose: () => void }) {
  const [initial] = useState(() => textOf(release));
  const [text, setText] = useState(initial);
  const read = useMemo(() => readRelease(text, release.name), [text, release.name]);
  const operation = read.release && releaseOperation(release, read.release);
  const saving = useSaving(operation && [operation], onClose);
  const { wrong } = saving;
  const errors = useMemo(
    () => [
      ...read.errors,
      ...atLines(
        text,
        wrong.filter(({ pointer }) => pointer.startsWith(below)),
        below,
      ),
    ],
    [read.errors, text, wrong],
  );
  return (
    <Modal
      wide
      title={`Edit ${release.name} as JSON`}
      note="Without its builds, which are submitted on their own."
      onClose={onClose}
    >
      <div className="grid gap-3 px-4 py-3">
        <JsonEditor label="The release as JSON" initial={initial} errors={errors} onText={setText} />
        <SaveArea saving={saving} isUnreadable={read.release === null} />
      </div>
    </Modal>
  );
}

function textOf({ rowVersion: _, ...shown }: ReleaseVersioned): string {
  return JSON.stringify(shown, null, 2);
}
