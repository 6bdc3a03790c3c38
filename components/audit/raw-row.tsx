import { ChevronRight } from "lucide-react";

/** A row as it is stored, before and after, for whoever wants to see every byte. */
export function RawRow({ before, after }: { before: unknown; after: unknown }) {
  return (
    <details className="group mt-1.5 text-xs">
      <summary className="inline-flex items-center gap-1 rounded-xs text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 group-open:rotate-90" />
        Raw JSON
      </summary>
      <div className="mt-1.5 grid gap-2 xl:grid-cols-2">
        {before !== null && <Json label="Before" value={before} />}
        {after !== null && <Json label="After" value={after} />}
      </div>
    </details>
  );
}

function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <figure className="min-w-0">
      <figcaption className="text-2xs text-ink-faint">{label}</figcaption>
      <pre
        tabIndex={0}
        aria-label={`${label}, as JSON`}
        className="max-h-80 overflow-auto rounded-sm bg-sunken p-2 font-mono text-[0.6875rem]"
      >
        {JSON.stringify(value, null, 2)}
      </pre>
    </figure>
  );
}
