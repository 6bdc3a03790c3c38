"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import type { Send } from "@/components/ui/deed";

import { TimingDialog, type Kind, type TimedSet } from "./timing-dialog";

const ways = [
  { kind: "once", label: "At once" },
  { kind: "time", label: "At a time" },
  { kind: "ramp", label: "As a ramp" },
] as const;

/** When a change set takes effect, and the way to another choice. */
export function TimingButtons({ set, send }: { set: TimedSet; send: Send }) {
  const [asked, setAsked] = useState<Kind | null>(null);
  const { timing, rampRules } = set;
  const close = () => {
    setAsked(null);
  };
  return (
    <div role="group" aria-label="Enact" className="flex w-full flex-wrap items-center gap-2 pb-1">
      <span aria-hidden className="text-xs text-ink-soft">
        Enact
      </span>
      {timing.kind === "steps" ? (
        <Button
          onClick={() => {
            setAsked("steps");
          }}
        >
          Reschedule
        </Button>
      ) : (
        <span className="inline-flex">
          {ways.map(({ kind, label }) => (
            <Button
              key={kind}
              aria-pressed={kind === timing.kind}
              disabled={kind === "ramp" && rampRules.length === 0}
              title={
                kind === "ramp" && rampRules.length === 0 ? "No rule that is there changes here" : undefined
              }
              className="rounded-none first:rounded-l-sm last:rounded-r-sm not-first:-ml-px aria-pressed:bg-selected aria-pressed:text-accent"
              onClick={() => {
                setAsked(kind);
              }}
            >
              {label}
            </Button>
          ))}
        </span>
      )}
      {asked !== null && <TimingDialog set={set} kind={asked} send={send} onClose={close} />}
    </div>
  );
}
