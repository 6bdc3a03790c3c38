"use client";

import { useState } from "react";
import { z } from "zod";

import { SaveArea } from "@/components/drafts/save-area";
import { useSaving } from "@/components/drafts/use-saving";
import { Modal } from "@/components/ui/modal";
import { releaseSchema, type Release } from "@/lib/releases/release";

import { JsonEditor } from "./json-editor";
import { atLines, readJson, type LineError } from "./json-lines";
import { releaseOperation, type ReleaseVersioned } from "./release-operation";

type Read = { release: Release | null; errors: readonly LineError[] };

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

/** Everything of a release but its builds, as JSON. */
export function ReleaseJsonDialog({ release, onClose }: { release: ReleaseVersioned; onClose: () => void }) {
  const { rowVersion, ...shown } = release;
  const [text, setText] = useState(() => JSON.stringify(shown, null, 2));
  const read = readRelease(text, release.name);
  const operation = read.release && releaseOperation(release, read.release);
  const saving = useSaving(operation && [operation], onClose);
  return (
    <Modal
      wide
      title={`Edit ${release.name} as JSON`}
      note="Without its builds, which are submitted on their own."
      onClose={onClose}
    >
      <div className="grid gap-3 px-4 py-3">
        <JsonEditor label="The release as JSON" value={text} errors={read.errors} onValue={setText} />
        <SaveArea saving={saving} blocked={read.release === null} />
      </div>
    </Modal>
  );
}
