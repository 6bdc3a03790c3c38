import type { ReactNode } from "react";

import { number } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { SettingsNav } from "@/components/settings/settings-nav";

import { EditingArea } from "../editing-area";

/** Only lists of deliveries go back in time. */
const knows = { before: number() };

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <EditingArea>
      <Page knows={knows}>
        <PageHeader title="Settings" />
        <SettingsNav />
        <div className="grid max-w-6xl gap-4">{children}</div>
      </Page>
    </EditingArea>
  );
}
