"use client";

import { Plus, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { useTold } from "@/components/ui/checked";
import { TextField } from "@/components/ui/field";
import { FieldNote } from "@/components/ui/labelled";

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
  const errorOfPair = (name: string) => {
    if (name === "") return undefined;
    return name === twice ? "It is there twice" : errorOf(name);
  };
  return (
    <div className="grid gap-1.5">
      {pairs.map((pair, index) => (
        <PairLine
          key={index}
          pair={pair}
          called={`${within}attribute ${String(index + 1)}`}
          error={errorOfPair(pair.name)}
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
  const { told, onBlur } = useTold(error);
  return (
    <div className="grid gap-0.5" onBlur={onBlur}>
      <div className="flex gap-2">
        <TextField
          aria-label={`Name of ${called}`}
          aria-invalid={told !== undefined}
          className="h-7 w-48 px-2 text-xs"
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
      <FieldNote error={told} />
    </div>
  );
}
