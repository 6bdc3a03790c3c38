"use client";

import { usePathname } from "next/navigation";

import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";

const places = [
  { href: "/settings/products", label: "Products" },
  { href: "/settings/policies", label: "Policies" },
  { href: "/settings/people", label: "People" },
  { href: "/settings/tokens", label: "Tokens" },
  { href: "/settings/hooks", label: "Hooks" },
  { href: "/settings/domains", label: "Allowed domains" },
  { href: "/settings/serving", label: "Serving" },
];

export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="mb-4 border-b border-line">
      <ul className="flex flex-wrap gap-x-1">
        {places.map(({ href, label }) => {
          const isHere = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere ? "page" : undefined}
                className={classes(
                  "-mb-px flex h-9 items-center border-b-2 border-transparent px-3 text-sm text-ink-soft hover:text-ink",
                  isHere && "border-accent font-medium text-accent hover:text-accent",
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
