"use client";

import { Braces, ChevronsUpDown, LogOut, UserRound } from "lucide-react";

import { useState } from "react";

import { signOut } from "@/components/sign-in/credentials";

import { Link } from "@/components/ui/link";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadio,
  MenuRadioGroup,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";

import { readTheme, themeCookie, themes } from "./theme";
import type { Theme } from "./theme";

const labels: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

function wear(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}

function OwnPages() {
  return (
    <>
      <MenuItem asChild>
        <Link href="/account">
          <UserRound aria-hidden className="absolute left-2" />
          Your account
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/api-docs">
          <Braces aria-hidden className="absolute left-2" />
          API
        </Link>
      </MenuItem>
    </>
  );
}

type AccountMenuProps = { name: string; email: string; role: string; theme: Theme };

/** Who is signed in, the look of the pages, and the way out. */
export function AccountMenu({ name, email, role, theme: given }: AccountMenuProps) {
  const [theme, setTheme] = useState(given);
  return (
    <Menu>
      <MenuTrigger
        aria-label={`Account of ${name}`}
        className="flex h-11 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover data-[state=open]:bg-hover"
      >
        <span
          aria-hidden
          className="grid size-7 shrink-0 place-items-center rounded-full bg-selected text-xs font-semibold text-accent"
        >
          {name.slice(0, 1).toUpperCase()}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-xs font-medium">{name}</span>
          <span className="block truncate text-2xs text-ink-faint">{role}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 text-ink-faint" />
      </MenuTrigger>
      <MenuContent side="top" align="start">
        <MenuLabel>{email}</MenuLabel>
        <OwnPages />
        <MenuSeparator />
        <MenuLabel>Look</MenuLabel>
        <MenuRadioGroup
          value={theme}
          onValueChange={(value) => {
            const chosen = readTheme(value);
            setTheme(chosen);
            wear(chosen);
          }}
        >
          {themes.map((value) => (
            <MenuRadio key={value} value={value}>
              {labels[value]}
            </MenuRadio>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem
          onSelect={() => {
            void signOut().then(() => {
              window.location.replace("/sign-in");
            });
          }}
        >
          <LogOut aria-hidden className="absolute left-2" />
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
