"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useSyncExternalStore } from "react";

import { ownQuery } from "./own-query";

export type UrlState = {
  /** What the address says, or the empty string. */
  get: (name: string) => string;
  /** Null takes a name out of the address. */
  set: (changes: Readonly<Record<string, string | null>>) => void;
  /** All that the address says, as it stands behind its question mark. */
  query: string;
};

/** State that lives in the address, so that sharing a link shares the view. Names that nobody asks for are left alone. */
export function useUrlState(): UrlState {
  const path = usePathname();
  const routed = useSearchParams().toString();
  const kept = useSyncExternalStore(ownQuery.subscribe, ownQuery.read, readNone);
  const query = kept?.path === path && kept.routed === routed ? kept.query : routed;
  const params = useMemo(() => new URLSearchParams(query), [query]);
  const get = useCallback((name: string) => params.get(name) ?? "", [params]);
  const set = useCallback<UrlState["set"]>(
    (changes) => {
      ownQuery.change({ path, routed }, changes);
    },
    [path, routed],
  );
  return { get, set, query };
}

function readNone(): null {
  return null;
}
