"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type UrlState = {
  /** What the address says, or the empty string. */
  get: (name: string) => string;
  /** Null takes a name out of the address. */
  set: (changes: Readonly<Record<string, string | null>>) => void;
};

/** State that lives in the address, so that sharing a link shares the view. Names that nobody asks for are left alone. */
export function useUrlState(): UrlState {
  const path = usePathname();
  const params = useSearchParams();
  const get = useCallback((name: string) => params.get(name) ?? "", [params]);
  const set = useCallback<UrlState["set"]>(
    (changes) => {
      // The address bar is ahead of `params` while a render is under way.
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      window.history.replaceState(null, "", query === "" ? path : `${path}?${query}`);
    },
    [path],
  );
  return { get, set };
}
