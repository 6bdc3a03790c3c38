"use client";

import { Columns3 } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Menu, MenuCheckbox, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";

type ColumnChooserProps = {
  columns: readonly { id: string; label: string }[];
  /** The ids of those that are shown. */
  shown: ReadonlySet<string>;
  onChange: (shown: ReadonlySet<string> | null) => void;
};

/** Which columns are shown; null chooses the usual ones. */
export function ColumnChooser({ columns, shown, onChange }: ColumnChooserProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Columns3 aria-hidden />
          Columns
        </Button>
      </MenuTrigger>
      <MenuContent>
        {columns.map(({ id, label }) => (
          <MenuCheckbox
            key={id}
            checked={shown.has(id)}
            onCheckedChange={(wanted) => {
              onChange(new Set(wanted ? [...shown, id] : [...shown].filter((other) => other !== id)));
            }}
          >
            {label}
          </MenuCheckbox>
        ))}
        <MenuSeparator />
        <MenuItem
          onSelect={() => {
            onChange(null);
          }}
        >
          The usual columns
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
