import { Link } from "@/components/ui/link";

export type Figure = { value: string; says: string; href?: string };

/** The few numbers that tell whether this is the configuration that one thinks it is. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line shadow-flat sm:grid-cols-4">
      {figures.map(({ value, says, href }) => (
        <li key={says} className="bg-surface px-3 py-2">
          <p className="figures text-lg font-semibold tracking-tight">
            {href === undefined ? (
              value
            ) : (
              <Link href={href} className="hover:text-accent">
                {value}
              </Link>
            )}
          </p>
          <p className="text-xs text-ink-soft">{says}</p>
        </li>
      ))}
    </ul>
  );
}
