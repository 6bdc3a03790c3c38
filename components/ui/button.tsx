import { cva } from "class-variance-authority";
import type { VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";

import { classes } from "./classes";

export const buttonStyle = cva(
  "inline-flex items-center justify-center gap-1.5 rounded-sm font-medium whitespace-nowrap select-none transition-colors disabled:opacity-50 disabled:pointer-events-none [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent-fill text-on-accent hover:bg-accent-fill/90 shadow-flat",
        plain: "border border-line-strong bg-surface text-ink hover:bg-hover shadow-flat",
        quiet: "text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover",
      },
      size: { small: "h-7 px-2 text-xs", normal: "h-8 px-3 text-sm", large: "h-9 px-4 text-sm" },
    },
    defaultVariants: { look: "plain", size: "small" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle>;

export function Button({ look, size, className, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={classes(buttonStyle({ look, size }), className)} {...props} />;
}
