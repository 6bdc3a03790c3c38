import { useSyncExternalStore } from "react";

import { onContact, readContact, type Contact } from "./service";

const atFirst = readContact();

/** How the page stands to the service, as far as it was noted. */
export function useContact(): Contact {
  return useSyncExternalStore(onContact, readContact, () => atFirst);
}

/** Whether it is of any use to ask. */
export function useIsAnswered(): boolean {
  return useContact().standing === "good";
}
