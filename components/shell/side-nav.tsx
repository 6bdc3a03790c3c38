"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";

import { pages } from "./pages";

/** @param waiting how many change sets wait for the reader, beside their page */
export function SideNav({ waiting }: { waiting: ReactNode }) {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {pages.map(({ href, label, Icon }) => {
          const here = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? "page" : undefined}
                className={classes(
                  "flex h-8 items-center gap-2.5 rounded-sm px-2.5 text-sm text-ink-soft hover:bg-hover hover:text-ink",
                  here && "bg-selected font-medium text-accent hover:bg-selected hover:text-accent",
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
                {href === "/changes" && waiting}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
