import { ChevronDown, Search } from "lucide-react";
import type { ComponentProps } from "react";

import { classes } from "./classes";

const box =
  "rounded-sm border border-line-strong bg-surface text-sm text-ink shadow-flat placeholder:text-ink-faint hover:border-ink-faint aria-invalid:border-bad aria-invalid:hover:border-bad";

export function TextField({ className, ...props }: ComponentProps<"input">) {
  return <input className={classes(box, "h-8 w-full px-2.5", className)} {...props} />;
}

export function SearchField({ className, ...props }: ComponentProps<"input">) {
  return (
    <div className={classes("relative", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3 text-ink-faint" />
      <input type="search" className={classes(box, "h-7 w-full pr-2 pl-7 text-xs")} {...props} />
    </div>
  );
}

export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea className={classes(box, "w-full px-2.5 py-1.5 font-mono text-xs", className)} {...props} />
  );
}

export type Option = { value: string; label: string; disabled?: boolean };

/** Each of some values, after the choice of all of them. */
export function withAll(
  all: string,
  values: readonly string[],
  labelOf = (value: string) => value,
): readonly Option[] {
  return [{ value: "", label: all }, ...values.map((value) => ({ value, label: labelOf(value) }))];
}

type SelectFieldProps = Omit<ComponentProps<"select">, "children"> & {
  options: readonly Option[];
  /** As wide as what is around it. */
  wide?: boolean;
};

export function SelectField({ options, wide = false, className, ...props }: SelectFieldProps) {
  return (
    <span className={wide ? "relative flex" : "relative inline-flex"}>
      <select
        className={classes(
          box,
          "h-7 appearance-none pr-7 pl-2.5 text-xs text-ellipsis",
          wide ? "w-full" : "max-w-44",
          className,
        )}
        {...props}
      >
        {options.map(({ label, ...option }) => (
          <option key={option.value} {...option}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-3 text-ink-faint" />
    </span>
  );
}

/** How many of a list are left by its filter. */
export function Count({ shown, all, of }: { shown: number; all: number; of: string }) {
  return (
    <span aria-live="polite" className="figures text-xs text-ink-faint">
      {shown === all ? all : `${String(shown)} of ${String(all)}`} {of}
    </span>
  );
}
