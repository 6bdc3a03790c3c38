import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { Suspense, type ReactNode } from "react";

import { AccountMenu } from "@/components/shell/account-menu";
import { CommandPalette } from "@/components/shell/command-palette";
import { EnvironmentBar } from "@/components/shell/environment-bar";
import { Frame } from "@/components/shell/frame";
import { LiveUpdates } from "@/components/shell/live-updates";
import { Mark } from "@/components/shell/mark";
import { roleInWords } from "@/components/shell/roles";
import { ShutOffBanner } from "@/components/shell/shut-off-banner";
import type { ShownShutOff } from "@/components/shell/shut-off-banner";
import { ShutOffButton } from "@/components/shell/shut-off-button";
import { SideNav } from "@/components/shell/side-nav";
import { readTheme, themeCookie } from "@/components/shell/theme";
import { TopBar } from "@/components/shell/top-bar";
import { RunningWork } from "@/components/tasks/running-work";
import { can } from "@/lib/access/can";
import type { Person } from "@/lib/access/role";
import { findActor } from "@/lib/access/session";
import { countForMe } from "@/lib/change-sets/service-inbox";
import { everything, type ShutOff } from "@/lib/configuration/configuration";
import { env } from "@/lib/env";
import { keyOf } from "@/lib/changes/row";
import { lastRevisionOf } from "@/lib/history/service";
import { readView } from "@/lib/overview/service";
import { rawUrlHeader } from "@/lib/serving/public-route";
import { listPlaces } from "@/lib/shut-offs/service";
import { listRunning } from "@/lib/tasks/service";

import { read } from "./reading";
import { toShownTask } from "./shown-task";
import { turnOff, turnOn } from "./shut-off-actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await findActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(await askedPath())}`);
  const { revision, shutOffs } = await read(readView);
  const places = await read(listPlaces);
  const shown = await Promise.all(shutOffs.map((shutOff) => shownShutOff(actor, shutOff)));
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-50 focus:rounded-sm focus:bg-raised focus:px-3 focus:py-1.5 focus:text-sm focus:shadow-raised"
      >
        Skip to the content
      </a>
      <EnvironmentBar environment={env().AUS_ENVIRONMENT} revision={revision} />
      <ShutOffBanner shutOffs={shown} turnOn={turnOn} />
      <Frame
        nav={<Ways actor={actor} />}
        top={
          <TopBar
            search={<CommandPalette />}
            live={<LiveUpdates reader={actor.email} />}
            actions={
              <>
                <Suspense>
                  <Running />
                </Suspense>
                {places.length > 0 && <ShutOffButton places={places} turnOff={turnOff} />}
              </>
            }
          />
        }
      >
        <main id="content" tabIndex={-1} className="relative min-h-0 flex-1 overflow-auto outline-none">
          {children}
        </main>
      </Frame>
    </div>
  );
}

/** The ways to every page, and to the reader's own. */
async function Ways({ actor }: { actor: Person }) {
  return (
    <>
      <div className="flex h-11 items-center gap-2.5 px-2.5 pb-1">
        <Mark className="size-6" />
        <span className="text-base font-semibold tracking-tight">AUS3</span>
      </div>
      <SideNav
        waiting={
          <Suspense>
            <Waiting actor={actor} />
          </Suspense>
        }
      />
      <div className="mt-auto">
        <AccountMenu
          name={actor.name}
          email={actor.email}
          role={roleInWords(actor.grants)}
          theme={readTheme((await cookies()).get(themeCookie)?.value)}
        />
      </div>
    </>
  );
}

/** How many change sets wait for the reader. */
async function Waiting({ actor }: { actor: Person }) {
  const count = await countForMe(actor);
  if (count === 0) return null;
  return (
    <span className="figures ml-auto rounded-full bg-accent-fill px-1.5 text-2xs font-medium text-on-accent">
      {count}
      <span className="sr-only"> waiting for you</span>
    </span>
  );
}

/** Work that takes a while, as long as it does. */
async function Running() {
  return <RunningWork tasks={(await read(listRunning)).map(toShownTask)} />;
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
  const id = keyOf("shutOff", shutOff);
  const last = await lastRevisionOf(actor, "shutOff", id);
  const product = shutOff.product === everything ? null : shutOff.product;
  return {
    ...shutOff,
    id,
    maySwitchOn: can(actor, "push", { product }),
    since: last && { revision: last.id, at: last.at.toISOString(), actor: last.actor },
  };
}
