"use client";

import { useState } from "react";

import { errorBelow } from "@/components/drafts/outcome";
import { SaveArea } from "@/components/drafts/save-area";
import { useSaving } from "@/components/drafts/use-saving";
import { Checked } from "@/components/ui/checked";
import { Alert } from "@/components/ui/form";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";
import type { Release } from "@/lib/releases/release";

import { AttributeGroups, type ErrorAt } from "./attribute-groups";
import { AttributePairs } from "./attribute-pairs";
import { releaseOperation, type ReleaseVersioned } from "./release-operation";
import { readContent, repeatedName, typedContent, type TypedContent } from "./release-typed";

/** Comment, attributes and attribute groups of a release in a form; what else it says is edited as JSON. */
export function ReleaseFormDialog({ release, onClose }: { release: ReleaseVersioned; onClose: () => void }) {
  const { content } = release;
  const [comment, setComment] = useState(release.comment ?? "");
  const [typed, setTyped] = useState(() => (content.kind === "application" ? typedContent(content) : null));
  const operation = releaseOperation(release, readForm(release, { comment, typed }));
  const saving = useSaving(operation && [operation], onClose);
  const errorAt: ErrorAt = (path) => errorBelow(saving.wrong, ["content", ...path]);
  return (
    <Modal wide title={`Edit ${release.name}`} onClose={onClose}>
      <div className="grid gap-4 px-4 py-3">
        <Checked isTried={saving.isTried}>
          <TextRow
            id="release-comment"
            label="Comment"
            value={comment}
            error={saving.errors["comment"]}
            onValue={setComment}
          />
          {typed && <Content typed={typed} errorAt={errorAt} onChange={setTyped} />}
        </Checked>
        <Elsewhere errorAt={errorAt} />
        <SaveArea saving={saving} isUnreadable={typed !== null && hasRepeated(typed)} />
      </div>
    </Modal>
  );
}

function readForm(
  { content }: ReleaseVersioned,
  { comment, typed }: { comment: string; typed: TypedContent | null },
): Partial<Release> {
  return {
    comment: comment === "" ? null : comment,
    ...(content.kind === "application" && typed && { content: readContent(content, typed) }),
  };
}

/** What is wrong with the content that no field of the form shows. */
function Elsewhere({ errorAt }: { errorAt: ErrorAt }) {
  const isShown = (errorAt(["attributes"]) ?? errorAt(["attributeGroups"])) !== undefined;
  const detail = isShown ? undefined : errorAt([]);
  return detail === undefined ? null : <Alert>{detail}</Alert>;
}

function hasRepeated({ pairs, groups }: TypedContent): boolean {
  return [pairs, ...groups.map((group) => group.pairs)].some((one) => repeatedName(one) !== undefined);
}

type ContentProps = { typed: TypedContent; errorAt: ErrorAt; onChange: (typed: TypedContent) => void };

function Content({ typed, errorAt, onChange }: ContentProps) {
  return (
    <>
      <fieldset>
        <legend className="pb-1.5 text-xs font-medium">
          Attributes of the update{" "}
          <span className="font-normal text-ink-faint">%LOCALE% stands for the client’s locale in URLs</span>
        </legend>
        <AttributePairs
          pairs={typed.pairs}
          errorOf={(name) => errorAt(["attributes", name])}
          onChange={(pairs) => {
            onChange({ ...typed, pairs });
          }}
        />
      </fieldset>
      <AttributeGroups
        groups={typed.groups}
        errorAt={(path) => errorAt(["attributeGroups", ...path])}
        onChange={(groups) => {
          onChange({ ...typed, groups });
        }}
      />
    </>
  );
}
