"use client";

import { Braces, Lock, LockOpen, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { PendingBadges } from "@/components/drafts/pending-badge";
import { QuickEdit } from "@/components/drafts/quick-edit";
import { useEditing } from "@/components/drafts/editing";
import type { Edited } from "@/components/drafts/outcome";
import { Button } from "@/components/ui/button";
import { covers } from "@/lib/access/can";

import { ReleaseFormDialog } from "./release-form-dialog";
import { ReleaseJsonDialog } from "./release-json-dialog";
import type { ReleaseVersioned } from "./release-operation";

type Dialog = "form" | "json" | "lock" | "delete";

type ReleaseActionsProps = { release: ReleaseVersioned; builds: number; rules: number };

/** What can be done with a release. */
export function ReleaseActions({ release, builds, rules }: ReleaseActionsProps) {
  const { rights } = useEditing();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const acts = [
    { kind: "form", label: "Edit", Icon: Pencil },
    { kind: "json", label: "JSON", Icon: Braces },
    {
      kind: "lock",
      label: release.readOnly ? "Make writable" : "Make read-only",
      Icon: release.readOnly ? LockOpen : Lock,
    },
    { kind: "delete", label: "Delete", Icon: Trash2 },
  ] as const;
  const close = () => {
    setDialog(null);
  };
  return (
    <>
      <PendingBadges entity="release" of={release.name} />
      {covers(rights.submit, release.product) &&
        acts.map(({ kind, label, Icon }) => (
          <Button
            key={kind}
            disabled={release.readOnly && kind !== "lock"}
            title={release.readOnly && kind !== "lock" ? "It is read-only" : undefined}
            onClick={() => {
              setDialog(kind);
            }}
          >
            <Icon aria-hidden />
            {label}
          </Button>
        ))}
      {dialog === "form" && <ReleaseFormDialog release={release} onClose={close} />}
      {dialog === "json" && <ReleaseJsonDialog release={release} onClose={close} />}
      {dialog === "lock" && <LockQuestion release={release} onClose={close} />}
      {dialog === "delete" && <DeleteQuestion {...{ release, builds, rules }} onClose={close} />}
    </>
  );
}

type QuestionProps = { release: ReleaseVersioned; onClose: () => void };

function LockQuestion({ release: { name, readOnly, rowVersion }, onClose }: QuestionProps) {
  const fields = { readOnly: !readOnly };
  return (
    <QuickEdit
      title={readOnly ? `Make ${name} writable` : `Make ${name} read-only`}
      verb={readOnly ? "Make writable now" : "Make read-only now"}
      operations={[{ entity: "release", action: "update", key: { name }, rowVersion, fields }]}
      onClose={onClose}
    >
      {readOnly
        ? "It and its builds can be changed again."
        : "Nothing of it can be changed, and no build submitted, until it is made writable."}
    </QuickEdit>
  );
}

function DeleteQuestion({
  release,
  builds,
  rules,
  onClose,
}: QuestionProps & Omit<ReleaseActionsProps, "release">) {
  const router = useRouter();
  const { name, rowVersion } = release;
  const done = (edited?: Edited) => {
    onClose();
    if (edited?.kind === "enacted") router.push("/releases");
  };
  return (
    <QuickEdit
      title={`Delete ${name}`}
      verb="Delete now"
      typed={name}
      operations={[{ entity: "release", action: "delete", key: { name }, rowVersion }]}
      onClose={done}
    >
      <p>
        {builds === 1 ? "1 build goes" : `${String(builds)} builds go`} with it.{" "}
        {rules > 0 &&
          `${rules === 1 ? "1 rule maps" : `${String(rules)} rules map`} to it: change that first. `}
        Audit can bring it back as it was.
      </p>
    </QuickEdit>
  );
}
