import { useRouter } from "next/navigation";
import { useCallback } from "react";

import { ownQuery } from "./own-query";

import { askService, noteStanding } from "./service";
import { hasUnsaved } from "./unsaved";

type How = { replace?: boolean | undefined; scroll?: boolean | undefined };

/**
 * How to go to a page of the dashboard. With something typed that is not saved one stays, and is told why, where the
 * way there would end at a service that does not answer or at the sign-in.
 */
export function useGo(): (href: string, how?: How) => void {
  const router = useRouter();
  return useCallback(
    (href, { replace = false, scroll = true } = {}) => {
      const go = () => {
        ownQuery.leave(href);
        if (replace) router.replace(href, { scroll });
        else router.push(href, { scroll });
      };
      if (!hasUnsaved()) {
        go();
        return;
      }
      void askService().then((standing) => {
        if (standing === "good") go();
        // The document goes: the browser asks first.
        else if (standing === "replaced") window.location.assign(href);
        else noteStanding(standing, { isPressing: true });
      });
    },
    [router],
  );
}
