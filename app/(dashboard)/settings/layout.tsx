import type { ReactNode } from "react";

import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { SettingsNav } from "@/components/settings/settings-nav";

import { EditingArea } from "../editing-area";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <EditingArea>
      <Page>
        <PageHeader title="Settings" />
        <SettingsNav />
        <div className="grid max-w-6xl gap-4">{children}</div>
      </Page>
    </EditingArea>
  );
}
