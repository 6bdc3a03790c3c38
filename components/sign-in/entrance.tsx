import type { ReactNode } from "react";

import { EnvironmentBar, type Environment } from "@/components/shell/environment-bar";
import { Mark } from "@/components/shell/mark";

type EntranceProps = { environment: Environment; title: string; note: string; children: ReactNode };

/** The frame of the pages that are there for people who have not signed in. */
export function Entrance({ environment, title, note, children }: EntranceProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <EnvironmentBar environment={environment} revision={null} />
      <main className="mx-auto flex w-full max-w-[22.5rem] flex-1 flex-col gap-5 px-4 pt-[12vh] pb-10">
        <div className="flex items-center gap-3">
          <Mark className="size-10 shrink-0" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            <p className="text-xs text-ink-soft">{note}</p>
          </div>
        </div>
        {children}
      </main>
    </div>
  );
}
