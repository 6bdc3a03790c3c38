"use client";

import { Plus, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { classes } from "@/components/ui/classes";
import { wrong } from "@/components/ui/labelled";

import { repeatedName, type Pair } from "./release-typed";

type AttributePairsProps = {
  pairs: readonly Pair[];
  /** Said before the names of controls, where there are several lists of attributes. */
  within?: string;
  /** What is wrong with an attribute, by its name. */
  errorOf: (name: string) => string | undefined;
  onChange: (pairs: readonly Pair[]) => void;
};

/** Attributes by name, each in a line. */
export function AttributePairs({ pairs, within = "", errorOf, onChange }: AttributePairsProps) {
  const twice = repeatedName(pairs);
  return (
    <div className="grid gap-1.5">
      {pairs.map((pair, index) => (
        <PairLine
          key={index}
          pair={pair}
          called={`${within}attribute ${String(index + 1)}`}
          error={
            pair.name !== "" && pair.name === twice ? "It is there twice" : pair.name && errorOf(pair.name)
          }
          onPair={(next) => {
            onChange(pairs.flatMap((one, other) => (other === index ? (next ?? []) : one)));
          }}
        />
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
    </div>
  );
}

type PairLineProps = {
  pair: Pair;
  called: string;
  error: string | undefined;
  /** Null takes it away. */
  onPair: (pair: Pair | null) => void;
};

function PairLine({ pair, called, error, onPair }: PairLineProps) {
  const { name, value } = pair;
  const isWrong = error !== undefined && error !== "";
  return (
    <div className="grid gap-0.5">
      <div className="flex gap-2">
        <TextField
          aria-label={`Name of ${called}`}
          aria-invalid={isWrong}
          className={classes("h-7 w-48 px-2 text-xs", isWrong && wrong)}
          value={name}
          onChange={(event) => {
            onPair({ ...pair, name: event.target.value });
          }}
        />
        <TextField
          aria-label={`Value of ${name || called}`}
          className="h-7 min-w-0 flex-1 px-2 font-mono text-xs"
          value={value}
          onChange={(event) => {
            onPair({ ...pair, value: event.target.value });
          }}
        />
        <Button
          look="quiet"
          aria-label={`Remove ${name || called}`}
          className="px-1.5"
          onClick={() => {
            onPair(null);
          }}
        >
          <X />
        </Button>
      </div>
      {isWrong && <p className="text-2xs text-bad">{error}</p>}
    </div>
  );
}
