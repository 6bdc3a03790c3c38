"use client";

import { LoaderCircle } from "lucide-react";

import { Link } from "@/components/ui/link";

import { useRunning } from "./running";
import type { ShownTask } from "./shown-task";

/** Above every page while work goes on: how far it is, and the way to all of it. */
export function RunningWork({ tasks }: { tasks: readonly ShownTask[] }) {
  const running = useRunning(tasks);
  const [first] = running;
  if (!first) return null;
  const share = first.total > 0 ? ` ${String(Math.floor((100 * first.done) / first.total))} %` : "";
  return (
    <Link
      href="/overview#running-work"
      className="flex max-w-72 items-center gap-1.5 rounded-sm bg-selected px-2 py-1 text-xs text-accent hover:underline"
    >
      <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin" />
      <span className="truncate">
        {running.length === 1 ? `${first.title}${share}` : `${String(running.length)} works run`}
      </span>
    </Link>
  );
}
