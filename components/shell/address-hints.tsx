"use client";

import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";

import { useUrlState } from "@/components/ui/url-state";
import { Button } from "@/components/ui/button";

import { hintsOf, type Knows } from "./asked";

const shownOf = 60;

/** Says what of the address is left out of account, so that nobody takes a page for the answer to it. */
export function AddressHints({ knows }: { knows: Knows }) {
  const { query, set } = useUrlState();
  const hints = useMemo(() => hintsOf(new URLSearchParams(query), knows), [query, knows]);
  if (hints.length === 0) return null;
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warn-fill px-3 py-1.5 text-xs text-warn"
    >
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      <span className="font-medium">Ignored in the address:</span>
      {hints.map(({ name, value, why }) => (
        <span key={name}>
          <code className="font-mono">{`${name}=${value}`.slice(0, shownOf)}</code> ({why})
        </span>
      ))}
      <Button
        look="quiet"
        className="-my-1 ml-auto h-6 text-warn"
        onClick={() => {
          set(Object.fromEntries(hints.map(({ name }) => [name, null])));
        }}
      >
        Take out
      </Button>
    </div>
  );
}
