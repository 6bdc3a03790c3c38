import { classes } from "@/components/ui/classes";

/** A condition as it is written; unset ones are there, but step back. */
export function ConditionValue({ value, className }: { value: string | null; className?: string }) {
  if (value === null) return <span className="text-ink-faint italic">any</span>;
  return (
    <span title={value} className={classes("font-mono text-[0.6875rem]", className)}>
      {value}
    </span>
  );
}
