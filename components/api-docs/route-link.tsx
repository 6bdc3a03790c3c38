"use client";

import { ChevronRight } from "lucide-react";
import { useUrlState } from "@/components/ui/url-state";

import { Link } from "@/components/ui/link";

import { RouteTitle } from "./route-title";

type RouteLinkProps = { name: string; method: string; path: string; summary: string };

/** A route that is not told of yet. What is looked for stays in the address. */
export function RouteLink({ name, ...title }: RouteLinkProps) {
  const asked = new URLSearchParams(useUrlState().query);
  asked.set("route", name);
  return (
    <Link
      href={`/api-docs?${asked.toString()}`}
      scroll={false}
      prefetch={false}
      className="flex min-h-8 items-center gap-2 rounded-sm px-2 py-1 hover:bg-hover"
    >
      <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      <RouteTitle {...title} />
    </Link>
  );
}
