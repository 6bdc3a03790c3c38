import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";

import { AccountMenu } from "@/components/shell/account-menu";
import { EnvironmentBar } from "@/components/shell/environment-bar";
import { Mark } from "@/components/shell/mark";
import { roleInWords } from "@/components/shell/roles";
import { ShutOffBanner } from "@/components/shell/shut-off-banner";
import type { ShownShutOff } from "@/components/shell/shut-off-banner";
import { SideNav } from "@/components/shell/side-nav";
import { readTheme, themeCookie } from "@/components/shell/theme";
import type { Person } from "@/lib/access/role";
import { findActor } from "@/lib/access/session";
import type { ShutOff } from "@/lib/configuration/configuration";
import { env } from "@/lib/env";
import { keyOf } from "@/lib/changes/row";
import { lastRevisionOf } from "@/lib/history/service";
import { readView } from "@/lib/overview/service";
import { rawUrlHeader } from "@/lib/serving/public-route";

import { read } from "./reading";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await findActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(await askedPath())}`);
  const { revision, shutOffs } = await read(readView);
  const shown = await Promise.all(shutOffs.map((shutOff) => shownShutOff(actor, shutOff)));
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-50 focus:rounded-sm focus:bg-raised focus:px-3 focus:py-1.5 focus:text-sm focus:shadow-raised"
      >
        Skip to the content
      </a>
      <EnvironmentBar environment={env().AUS_ENVIRONMENT} revision={revision} />
      <ShutOffBanner shutOffs={shown} />
      <div className="flex min-h-0 flex-1">
        <div className="flex w-48 shrink-0 flex-col border-r border-line bg-surface p-2">
          <div className="flex h-11 items-center gap-2.5 px-2.5 pb-1">
            <Mark className="size-6" />
            <span className="text-base font-semibold tracking-tight">AUS3</span>
          </div>
          <SideNav />
          <div className="mt-auto">
            <AccountMenu
              name={actor.name}
              email={actor.email}
              role={roleInWords(actor.grants)}
              theme={theme}
            />
          </div>
        </div>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 overflow-auto outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}

/** Where people wanted to go, for after they have signed in. */
async function askedPath(): Promise<string> {
  const asked = (await headers()).get(rawUrlHeader) ?? "/";
  if (!URL.canParse(asked, "http://localhost")) return "/";
  const { pathname, searchParams } = new URL(asked, "http://localhost");
  searchParams.delete("_rsc");
  return searchParams.size > 0 ? `${pathname}?${searchParams.toString()}` : pathname;
}

async function shownShutOff(actor: Person, shutOff: ShutOff): Promise<ShownShutOff> {
  const last = await lastRevisionOf(actor, "shutOff", keyOf("shutOff", shutOff));
  return {
    ...shutOff,
    since: last && { revision: last.id, at: last.at.toISOString(), actor: last.actor },
  };
}
