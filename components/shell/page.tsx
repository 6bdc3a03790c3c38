import type { ReactNode } from "react";

import { classes } from "@/components/ui/classes";

/** A page's room. `whole`: as high as the window, for a table that scrolls by itself. */
export function Page({ whole = false, children }: { whole?: boolean; children: ReactNode }) {
  return <div className={classes("px-5 pt-4 pb-5", whole && "flex h-full flex-col")}>{children}</div>;
}
