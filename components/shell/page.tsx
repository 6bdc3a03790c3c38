"use client";

import type { ReactNode } from "react";

import { classes } from "@/components/ui/classes";
import { useIsAlive } from "@/components/ui/use-is-alive";

import { AddressHints } from "./address-hints";
import type { Knows } from "./asked";

type PageProps = {
  whole?: boolean;
  /** What the page takes from its address; it says what else stands there. Left out: it says nothing of it. */
  knows?: Knows;
  children: ReactNode;
};

/**
 * A page's room. `whole`: as high as the window, for a table that scrolls by itself. What a page shows arrives after what
 * is around it, and its script runs later: until then it is marked, as the document is (see `Alive`).
 */
export function Page({ whole = false, knows, children }: PageProps) {
  const isAlive = useIsAlive();
  return (
    <div
      data-still={isAlive ? undefined : ""}
      className={classes("px-5 pt-4 pb-5 max-md:px-3", whole && "flex h-full flex-col")}
    >
      {knows && <AddressHints knows={knows} />}
      {children}
    </div>
  );
}
