"use client";

import { Plus, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { useTold } from "@/components/ui/checked";
import { TextArea } from "@/components/ui/field";
import { FieldNote, Labelled } from "@/components/ui/labelled";

import { AttributePairs } from "./attribute-pairs";
import { groupConditions, newGroup, type TypedGroup } from "./release-typed";

const words = {
  channels: { label: "Channels", help: "beta, or beta*" },
  locales: { label: "Locales", help: "de" },
  versions: { label: "Versions", help: "<60.0" },
  buildIDs: { label: "Build IDs", help: ">=20260101000000" },
} as const;

/** What is wrong at a place below the groups; undefined: nothing. */
export type ErrorAt = (path: readonly (string | number)[]) => string | undefined;

type AttributeGroupsProps = {
  groups: readonly TypedGroup[];
  errorAt: ErrorAt;
  onChange: (groups: readonly TypedGroup[]) => void;
};

/** Attributes that only some clients get. */
export function AttributeGroups({ groups, errorAt, onChange }: AttributeGroupsProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-xs font-medium">
        Attributes that some clients get{" "}
        <span className="font-normal text-ink-faint">
          one value a line; a client has to fit one of each that is given
        </span>
      </legend>
      {groups.map((group, index) => (
        <Group
          key={index}
          number={index + 1}
          group={group}
          errorAt={(path) => errorAt([index, ...path])}
          onGroup={(next) => {
            onChange(groups.flatMap((one, other) => (other === index ? (next ?? []) : one)));
          }}
        />
      ))}
      <div>
        <Button
          onClick={() => {
            onChange([...groups, newGroup]);
          }}
        >
          <Plus aria-hidden />
          Add a group
        </Button>
      </div>
    </fieldset>
  );
}

type GroupProps = {
  number: number;
  group: TypedGroup;
  errorAt: ErrorAt;
  /** Null takes it away. */
  onGroup: (group: TypedGroup | null) => void;
};

function Group({ number, group, errorAt, onGroup }: GroupProps) {
  const name = `Group ${String(number)}`;
  const { told: whole, onBlur } = useTold(errorOfWhole(group, errorAt));
  return (
    <fieldset className="grid gap-2 rounded-sm border border-line bg-sunken p-2.5" onBlur={onBlur}>
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center justify-between text-xs font-medium">
        {name}
        <Button
          look="quiet"
          aria-label={`Remove group ${String(number)}`}
          className="px-1.5"
          onClick={() => {
            onGroup(null);
          }}
        >
          <X />
        </Button>
      </div>
      <div className="grid grid-cols-4 gap-2">
        {groupConditions.map((condition) => {
          const { label, help } = words[condition];
          return (
            <Labelled
              key={condition}
              id={`group-${String(number)}-${condition}`}
              label={`${label} of group ${String(number)}`}
              help={`Any, or e.g. ${help}`}
              error={errorAt(["for", condition])}
            >
              {(ties) => (
                <TextArea
                  {...ties}
                  rows={2}
                  value={group[condition]}
                  onChange={(event) => {
                    onGroup({ ...group, [condition]: event.target.value });
                  }}
                />
              )}
            </Labelled>
          );
        })}
      </div>
      <AttributePairs
        pairs={group.pairs}
        within={`group ${String(number)}, `}
        errorOf={(attribute) => errorAt(["fields", attribute])}
        onChange={(pairs) => {
          onGroup({ ...group, pairs });
        }}
      />
      <FieldNote error={whole} />
    </fieldset>
  );
}

/** What is wrong with a group's attributes that none of them shows. */
function errorOfWhole({ pairs }: TypedGroup, errorAt: ErrorAt): string | undefined {
  const isShown = pairs.some(({ name }) => name !== "" && errorAt(["fields", name]) !== undefined);
  return isShown ? undefined : errorAt(["fields"]);
}
