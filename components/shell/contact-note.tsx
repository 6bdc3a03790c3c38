"use client";

import { LogIn, RefreshCw, Unplug } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";

import { Moment } from "@/components/ui/moment";
import type { Contact } from "@/components/ui/service";
import { useContact } from "@/components/ui/use-contact";

/** Milliseconds: what is over sooner need not worry anybody. */
const patience = 3_000;

/** Says so while the page can't be up to date, why, and what to do. */
export function ContactNote() {
  const contact = useContact();
  const isDue = useIsDue(contact);
  return (
    <div aria-live="polite" className="flex min-w-0 items-center gap-2">
      {isDue && noteOf(contact)}
    </div>
  );
}

function useIsDue({ standing, since, isPressing }: Contact): boolean {
  const [due, setDue] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return;
    const timer = setTimeout(
      () => {
        setDue(since);
      },
      since + patience - Date.now(),
    );
    return () => {
      clearTimeout(timer);
    };
  }, [since]);
  if (standing !== "away") return standing !== "good";
  return isPressing || due === since;
}

function noteOf({ standing, since }: Contact): ReactNode {
  if (standing === "ended") return <Ended />;
  if (standing === "replaced") return <Replaced />;
  return (
    <Note icon={<Unplug />}>
      Not connected: what you see may be old
      {since !== null && (
        <span aria-live="off" className="hidden xl:inline">
          , last heard <Moment at={new Date(since).toISOString()} />
        </span>
      )}
    </Note>
  );
}

function Ended() {
  const here = `${window.location.pathname}${window.location.search}`;
  return (
    <Note icon={<LogIn />}>
      Your session has ended:{" "}
      <a
        href={`/sign-in?${new URLSearchParams({ next: here }).toString()}`}
        target="_blank"
        className="font-medium underline"
      >
        sign in in another tab
      </a>
      , then go on here
    </Note>
  );
}

function Replaced() {
  return (
    <Note icon={<RefreshCw />}>
      AUS3 was upgraded: save, then{" "}
      <button
        type="button"
        className="font-medium underline"
        onClick={() => {
          window.location.reload();
        }}
      >
        load the page anew
      </button>
    </Note>
  );
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex min-w-0 items-center gap-1.5 rounded-sm bg-warn-fill px-2 py-1 text-warn [&_svg]:size-3.5 [&_svg]:shrink-0">
      <span aria-hidden>{icon}</span>
      <span className="max-md:text-2xs max-md:leading-tight md:truncate">{children}</span>
    </p>
  );
}
