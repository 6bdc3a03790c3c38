import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False until the page's script runs: what is clicked before would do nothing. */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
