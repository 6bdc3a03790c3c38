"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

import { classes } from "./classes";

export const Menu = Primitive.Root;
export const MenuTrigger = Primitive.Trigger;
export const MenuRadioGroup = Primitive.RadioGroup;

const item =
  "relative flex h-7 items-center gap-2 rounded-xs pr-3 pl-7 text-sm select-none outline-none data-[highlighted]:bg-hover data-[disabled]:text-ink-faint [&_svg]:size-3.5";

export function MenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        className={classes(
          "z-50 max-h-[70vh] min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised",
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}

export function MenuItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return <Primitive.Item className={classes(item, className)} {...props} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <Primitive.Label className="px-2 py-1 text-2xs font-medium text-ink-faint">{children}</Primitive.Label>
  );
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-line" />;
}

function Mark() {
  return (
    <Primitive.ItemIndicator className="absolute left-2">
      <Check className="text-accent" />
    </Primitive.ItemIndicator>
  );
}

/** Stays open when chosen: several are often wanted. */
export function MenuCheckbox({ children, ...props }: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem
      className={item}
      onSelect={(event) => {
        event.preventDefault();
      }}
      {...props}
    >
      <Mark />
      {children}
    </Primitive.CheckboxItem>
  );
}

export function MenuRadio({ children, ...props }: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem className={item} {...props}>
      <Mark />
      {children}
    </Primitive.RadioItem>
  );
}
