"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { Modal } from "@/components/ui/modal";
import type { Conflict } from "@/lib/errors";

import { compareSides, mergedFields, type ThreeWay } from "@/lib/changes/three-way";

type ConflictDialogProps = {
  conflict: Conflict;
  /** How fields are called here. */
  label: (field: string) => string;
  /** Goes on from the row as it is now, with these fields of one's own. */
  onResolve: (theirs: Readonly<Record<string, unknown>>, mine: Record<string, unknown>) => void;
  onClose: () => void;
};

/** Somebody else changed the same row: what it was, what they and I made of it. Nothing typed is lost. */
export function ConflictDialog({ conflict, label, onResolve, onClose }: ConflictDialogProps) {
  const sides = compareSides(conflict);
  const [chosen, setChosen] = useState<Readonly<Record<string, "mine" | "theirs">>>({});
  const open = sides?.filter(({ by, name }) => by === "both" && chosen[name] === undefined).length ?? 0;
  return (
    <Modal
      wide
      title={`The ${conflict.entity} ${conflict.key} was changed by someone else`}
      note={
        sides
          ? "Fields that only one of you changed are merged already. Choose where you both did."
          : "One of you deleted it. What you typed stays in the form."
      }
      onClose={onClose}
    >
      {sides ? (
        <Sides sides={sides} chosen={chosen} label={label} onChoose={setChosen} />
      ) : (
        <p className="px-4 py-3 text-sm">
          {conflict.theirs === null
            ? "It is gone. Create it anew if it is still needed."
            : "It was changed after you opened it. Look at it as it is now before you delete it."}
        </p>
      )}
      <footer className="flex items-center justify-end gap-2 border-t border-line px-4 py-3">
        {open > 0 && (
          <span className="mr-auto text-xs text-warn">
            {open === 1 ? "1 field is still to be chosen" : `${String(open)} fields are still to be chosen`}
          </span>
        )}
        <Button size="normal" onClick={onClose}>
          Back to the form
        </Button>
        {sides && (
          <Button
            look="primary"
            size="normal"
            disabled={open > 0}
            onClick={() => {
              onResolve(conflict.theirs as Record<string, unknown>, mergedFields(sides, chosen));
            }}
          >
            Go on with the merged row
          </Button>
        )}
      </footer>
    </Modal>
  );
}

type Choices = Readonly<Record<string, "mine" | "theirs">>;

type SidesProps = {
  sides: readonly ThreeWay[];
  chosen: Choices;
  label: (field: string) => string;
  onChoose: (chosen: Choices) => void;
};

function Sides({ sides, chosen, label, onChoose }: SidesProps) {
  return (
    <table className="w-full table-fixed text-xs">
      <thead>
        <tr className="bg-sunken text-left text-2xs text-ink-soft">
          {["Field", "It was", "They made it", "You made it"].map((title) => (
            <th key={title} scope="col" className="px-4 py-1.5 font-medium first:w-36">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sides.map((side) => (
          <tr key={side.name} className="border-t border-line align-top">
            <th scope="row" className="px-4 py-2 text-left font-medium">
              {label(side.name)}
            </th>
            <td className="px-4 py-2 text-ink-faint">{inWords(side.base)}</td>
            {(["theirs", "mine"] as const).map((whose) => (
              <td key={whose} className="px-4 py-2">
                <Side
                  side={side}
                  whose={whose}
                  isChosen={chosen[side.name] === whose}
                  onChoose={() => {
                    onChoose({ ...chosen, [side.name]: whose });
                  }}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type SideProps = { side: ThreeWay; whose: "mine" | "theirs"; isChosen: boolean; onChoose: () => void };

function Side({ side, whose, isChosen, onChoose }: SideProps) {
  const text = inWords(side[whose]);
  if (side.by !== "both") {
    const isTaken = side.by === whose || side.by === "same";
    return (
      <span className={classes("break-words", isTaken ? "font-medium" : "text-ink-faint line-through")}>
        {text}
        {isTaken && <span className="ml-1.5 text-2xs font-normal text-good">taken</span>}
      </span>
    );
  }
  return (
    <label className="flex items-start gap-1.5 font-medium break-words">
      <input
        type="radio"
        name={side.name}
        checked={isChosen}
        className="mt-0.5 accent-[var(--accent-fill)]"
        onChange={onChoose}
      />
      {text}
    </label>
  );
}

function inWords(value: unknown): string {
  if (value === undefined) return "not recorded";
  if (value === null) return "any / none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
