"use client";

import { History, LayoutGrid, ListOrdered, Package, Route, Settings2 } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

import { classes } from "@/components/ui/classes";

const places = [
  { href: "/overview", label: "Overview", Icon: LayoutGrid },
  { href: "/rules", label: "Rules", Icon: ListOrdered },
  { href: "/releases", label: "Releases", Icon: Package },
  { href: "/audit", label: "Audit", Icon: History },
  { href: "/explain", label: "Explain", Icon: Route },
  { href: "/settings", label: "Settings", Icon: Settings2 },
];

export function SideNav() {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {places.map(({ href, label, Icon }) => {
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
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
