"use client";

import { useRef } from "react";
import type { KeyboardEvent } from "react";

import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";
import type { Coverage, Presence } from "@/lib/releases/coverage";

const looks: Record<Presence, { says: string; sign: string; className: string }> = {
  there: { says: "there", sign: "", className: "bg-good/75" },
  new: { says: "new", sign: "+", className: "bg-accent-fill text-on-accent" },
  lost: { says: "lost", sign: "×", className: "bg-bad-fill text-bad ring-1 ring-inset ring-bad" },
  absent: { says: "in neither", sign: "·", className: "text-ink-faint" },
};

const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

// Said once for the table: there are hundreds of cells.
const cellLooks = classes(
  "border-separate border-spacing-[3px] text-2xs [&_tbody_td]:p-0",
  "[&_tbody_td>*]:grid [&_tbody_td>*]:size-5 [&_tbody_td>*]:place-items-center [&_tbody_td>*]:rounded-xs [&_tbody_td>*]:font-semibold",
  "[&_a:hover]:opacity-70 [&_a[aria-current]]:outline-2 [&_a[aria-current]]:outline-offset-1 [&_a[aria-current]]:outline-ink",
);

type CoverageMatrixProps = {
  coverage: Coverage;
  /** The release's page; a build's patches are shown there. */
  href: string;
  /** "<build target>/<locale>" of the build that is shown, or null. */
  selected: string | null;
};

/** Build targets × locales. Arrow keys move between builds; Enter shows a build's patches. */
export function CoverageMatrix({ coverage, href, selected }: CoverageMatrixProps) {
  const { buildTargets, locales, cells } = coverage;
  const table = useRef<HTMLTableElement>(null);
  const entry = selected ?? firstBuild(coverage);
  return (
    <div className="overflow-x-auto px-3 pb-3">
      <table
        ref={table}
        className={cellLooks}
        onKeyDown={(event) => {
          if (moveFocus(table.current, event)) event.preventDefault();
        }}
      >
        <caption className="sr-only">Builds by build target and locale</caption>
        <LocaleNames locales={locales} />
        <tbody>
          {buildTargets.map((buildTarget, row) => (
            <tr key={buildTarget}>
              <th
                scope="row"
                className="sticky left-0 z-10 bg-surface pr-3 text-left font-mono font-normal whitespace-nowrap"
              >
                {buildTarget}
              </th>
              {locales.map((locale, column) => {
                const place = `${buildTarget}/${locale}`;
                return (
                  <td key={locale}>
                    <Cell
                      presence={cells[row]?.[column] ?? "absent"}
                      name={`${buildTarget} ${locale}`}
                      href={`${href}?build=${encodeURIComponent(place)}`}
                      at={{ row, column }}
                      isEntry={place === entry}
                      isSelected={place === selected}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LocaleNames({ locales }: Pick<Coverage, "locales">) {
  return (
    <thead>
      <tr>
        <td className="sticky left-0 z-10 bg-surface" />
        {locales.map((locale) => (
          <th key={locale} scope="col" className="h-16 w-5 min-w-5 align-bottom font-normal text-ink-soft">
            <span className="block rotate-180 text-left leading-none whitespace-nowrap [writing-mode:vertical-rl]">
              {locale}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

type CellProps = {
  presence: Presence;
  name: string;
  href: string;
  at: { row: number; column: number };
  /** The one cell that Tab stops at. */
  isEntry: boolean;
  isSelected: boolean;
};

function Cell({ presence, name, href, at, isEntry, isSelected }: CellProps) {
  const { says, sign, className } = looks[presence];
  if (presence === "lost" || presence === "absent") {
    return (
      <span role="img" aria-label={`${name}: ${says}`} title={`${name}: ${says}`} className={className}>
        <span aria-hidden>{sign}</span>
      </span>
    );
  }
  return (
    <Link
      href={href}
      scroll={false}
      replace
      prefetch={false}
      data-row={at.row}
      data-column={at.column}
      tabIndex={isEntry ? 0 : -1}
      aria-current={isSelected ? "true" : undefined}
      aria-label={`${name}: ${says}`}
      title={name}
      className={className}
    >
      {sign !== "" && <span aria-hidden>{sign}</span>}
    </Link>
  );
}

/** Goes to the next build in the arrow's direction, over places without one. */
function moveFocus(table: HTMLTableElement | null, { key, target }: KeyboardEvent): boolean {
  const step = steps[key];
  const from = (target as HTMLElement).dataset;
  if (!step || !table || from["row"] === undefined) return false;
  const limit = table.querySelectorAll("th").length;
  for (let far = 1; far < limit; far++) {
    const row = Number(from["row"]) + far * step[0];
    const column = Number(from["column"]) + far * step[1];
    const next = table.querySelector<HTMLElement>(
      `[data-row="${String(row)}"][data-column="${String(column)}"]`,
    );
    if (!next) continue;
    next.focus();
    break;
  }
  return true;
}

function firstBuild({
  buildTargets,
  locales,
  cells,
}: Pick<Coverage, "buildTargets" | "locales" | "cells">): string {
  for (const [row, buildTarget] of buildTargets.entries()) {
    const column = cells[row]?.findIndex((presence) => presence === "there" || presence === "new") ?? -1;
    if (column >= 0) return `${buildTarget}/${locales[column] ?? ""}`;
  }
  return "";
}
