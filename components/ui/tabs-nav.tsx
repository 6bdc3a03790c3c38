import { classes } from "./classes";
import { Link } from "./link";

export type TabLink = {
  href: string;
  label: string;
  isHere: boolean;
  /** How many there are, where that is worth knowing. */
  count?: number | undefined;
};

/** Views of one list, each with an address of its own. */
export function TabsNav({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {tabs.map(({ href, label: name, isHere, count }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere ? "page" : undefined}
              className={classes(
                "inline-flex h-8 items-center gap-1.5 rounded-t-sm border-b-2 border-transparent px-2.5 text-xs text-ink-soft hover:text-ink",
                isHere && "border-accent font-medium text-accent hover:text-accent",
              )}
            >
              {name}
              {count !== undefined && count > 0 && (
                <span className="figures rounded-full bg-selected px-1.5 text-2xs font-medium text-accent">
                  {count}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
