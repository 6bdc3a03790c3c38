import type { ReactNode } from "react";

import { EditingArea } from "../editing-area";

export default function Layout({ children }: { children: ReactNode }) {
  return <EditingArea>{children}</EditingArea>;
}
