"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import type { ReactNode } from "react";

import { Button } from "./button";

const typingPause = 300;

type FilterFormProps = {
  label: string;
  /** What the address says besides the fields, and is to keep saying. */
  keep?: Readonly<Record<string, string>>;
  /** Whether there is anything to clear. */
  isFiltered: boolean;
  children: ReactNode;
};

/**
 * Fields that filter a list, each by its name in the address. The list follows while they are filled in; without
 * scripts it is an ordinary form.
 */
export function FilterForm({ label, keep = {}, isFiltered, children }: FilterFormProps) {
  const router = useRouter();
  const path = usePathname();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isBusy, startLooking] = useTransition();
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const look = (query: string) => {
    clearTimeout(timer.current);
    startLooking(() => {
      router.replace(query === "" ? path : `${path}?${query}`, { scroll: false });
    });
  };
  const apply = () => {
    if (form.current) look(queryOf(form.current));
  };
  return (
    <form
      ref={form}
      role="search"
      aria-label={label}
      aria-busy={isBusy}
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
      onChange={() => {
        clearTimeout(timer.current);
        timer.current = setTimeout(apply, typingPause);
      }}
    >
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {isFiltered && (
        <Button
          look="quiet"
          onClick={() => {
            form.current?.reset();
            clear(form.current);
            look(new URLSearchParams(keep).toString());
          }}
        >
          Clear the filter
        </Button>
      )}
      <noscript>
        <button type="submit">Filter</button>
      </noscript>
    </form>
  );
}

function queryOf(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === "string" && value.trim() !== "" ? [[name, value.trim()] as [string, string]] : [],
  );
  return new URLSearchParams(fields).toString();
}

/** `reset` goes back to what the page came with, which may be a filter too. */
function clear(form: HTMLFormElement | null): void {
  for (const field of form?.elements ?? []) {
    if (field instanceof HTMLInputElement && field.type !== "hidden") field.value = "";
    if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
  }
}
