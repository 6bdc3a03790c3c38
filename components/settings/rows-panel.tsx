"use client";

import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";

import { PendingBadges } from "@/components/drafts/pending-badge";
import { QuickEdit } from "@/components/drafts/quick-edit";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";

import { keyOf, type FieldSpec, type Row } from "./field-spec";
import { RowDialog } from "./row-dialog";

export type RowColumn<R extends Row> = {
  readonly label: string;
  readonly cell: (row: R) => ReactNode;
  readonly className?: string;
};

export type RowsPanelProps<R extends Row> = {
  title: string;
  note?: ReactNode;
  entity: string;
  /** What one row is called, as in "New channel". */
  one: string;
  rows: readonly R[];
  columns: readonly RowColumn<R>[];
  specs: readonly FieldSpec[];
  /** What a new row starts with. */
  blank: Row;
  /** What to know before one is made. */
  newNote?: ReactNode;
  /** The row's key as the record writes it. */
  keyText: (row: R) => string;
  mayAdd: boolean;
  mayEdit: (row: R) => boolean;
  /** What deleting a row does; null: rows of this kind are not deleted here. */
  deleting: ((row: R) => ReactNode) | null;
  /** Whether the row's name has to be typed before it is deleted. */
  isGrave?: boolean;
  empty: ReactNode;
  /** Further buttons. */
  actions?: ReactNode;
  rowActions?: (row: R) => ReactNode;
};

type Open<R> = { kind: "edit" | "delete"; row: R } | { kind: "new" } | null;

/** A table of rows of the settings, with the forms that change them. */
export function RowsPanel<R extends Row>(props: RowsPanelProps<R>) {
  const [open, setOpen] = useState<Open<R>>(null);
  const { title, note, rows, columns, one, mayAdd, empty } = props;
  return (
    <Panel
      title={title}
      note={note}
      actions={
        <>
          {props.actions}
          {mayAdd && (
            <Button
              look="primary"
              onClick={() => {
                setOpen({ kind: "new" });
              }}
            >
              <Plus aria-hidden />
              New {one}
            </Button>
          )}
        </>
      }
    >
      {rows.length === 0 ? (
        <div className="px-3 py-4 text-xs text-ink-soft">{empty}</div>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[46rem] text-xs">
            <thead>
              <tr className="border-b border-line text-left text-2xs text-ink-soft">
                {columns.map(({ label }) => (
                  <th key={label} scope="col" className="h-8 px-3 font-medium whitespace-nowrap">
                    {label}
                  </th>
                ))}
                <th scope="col" className="h-8 px-3">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <TableRow key={props.keyText(row)} row={row} panel={props} onOpen={setOpen} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Dialogs
        panel={props}
        open={open}
        onClose={() => {
          setOpen(null);
        }}
      />
    </Panel>
  );
}

type TableRowProps<R extends Row> = {
  row: R;
  panel: RowsPanelProps<R>;
  onOpen: (open: Open<R>) => void;
};

function TableRow<R extends Row>({ row, panel, onOpen }: TableRowProps<R>) {
  const { columns, entity, keyText, mayEdit, deleting, rowActions } = panel;
  const key = keyText(row);
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-hover">
      {columns.map(({ label, cell, className }, index) => (
        <td key={label} className={`h-9 px-3 py-1 ${className ?? ""}`}>
          {index === 0 ? (
            <span className="flex items-center gap-2 font-medium">
              {cell(row)}
              <PendingBadges entity={entity} of={key} />
            </span>
          ) : (
            cell(row)
          )}
        </td>
      ))}
      <td className="px-3 text-right whitespace-nowrap">
        {rowActions?.(row)}
        {mayEdit(row) && (
          <>
            <Button
              look="quiet"
              aria-label={`Edit ${key}`}
              onClick={() => {
                onOpen({ kind: "edit", row });
              }}
            >
              Edit
            </Button>
            {deleting && (
              <Button
                look="quiet"
                aria-label={`Delete ${key}`}
                onClick={() => {
                  onOpen({ kind: "delete", row });
                }}
              >
                Delete
              </Button>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

type DialogsProps<R extends Row> = { panel: RowsPanelProps<R>; open: Open<R>; onClose: () => void };

function Dialogs<R extends Row>({ panel, open, onClose }: DialogsProps<R>) {
  const { entity, one, specs, blank, newNote, keyText, deleting, isGrave } = panel;
  if (open === null) return null;
  if (open.kind === "new") {
    const title = `New ${one}`;
    return <RowDialog {...{ title, entity, specs, blank, onClose }} note={newNote} base={null} />;
  }
  const { row } = open;
  const key = keyText(row);
  if (open.kind === "edit") {
    return <RowDialog title={`Edit ${key}`} {...{ entity, specs, onClose }} base={row} />;
  }
  const operation = { entity, action: "delete", key: keyOf(specs, row), rowVersion: row["rowVersion"] };
  return (
    <QuickEdit
      title={`Delete ${one} ${key}`}
      verb="Delete now"
      operations={[operation]}
      onClose={onClose}
      {...(isGrave && { typed: key })}
    >
      {deleting?.(row)}
    </QuickEdit>
  );
}
