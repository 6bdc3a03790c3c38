import { CalendarClock, Hourglass, Inbox as InboxIcon, TriangleAlert } from "lucide-react";
import type { ComponentType } from "react";

import { missingInWords, type ShownRequirement } from "@/components/changes/words";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";

export type InboxItem = {
  id: number;
  reason: string;
  author: string;
  requirements: readonly ShownRequirement[];
  /** ISO 8601: when it moved last, or when its next step is due. */
  at: string;
  failure: string | null;
};

export type InboxLists = Readonly<Record<"forMe" | "forOthers" | "due" | "failed", readonly InboxItem[]>>;

type Kind = {
  name: keyof InboxLists;
  title: string;
  none: string;
  href: string;
  Icon: ComponentType<{ className?: string; "aria-hidden": true }>;
};

const kinds: readonly Kind[] = [
  { name: "forMe", title: "Waiting for me", none: "Nothing", href: "/changes?tab=me", Icon: InboxIcon },
  {
    name: "forOthers",
    title: "Waiting for others",
    none: "Nothing",
    href: "/changes?tab=others",
    Icon: Hourglass,
  },
  {
    name: "due",
    title: "Due in the next 24 h",
    none: "Nothing",
    href: "/changes?tab=scheduled",
    Icon: CalendarClock,
  },
  {
    name: "failed",
    title: "Failed or expired",
    none: "Nothing in the last 7 days",
    href: "/changes?tab=ended",
    Icon: TriangleAlert,
  },
];

const mostShown = 4;

/** What somebody has to look at first. */
export function Inbox({ lists }: { lists: InboxLists }) {
  return (
    <section
      aria-label="Inbox"
      className="grid gap-px overflow-hidden rounded-md border border-line bg-line shadow-flat md:max-xl:grid-cols-2 xl:max-[1599px]:grid-cols-4"
    >
      {kinds.map((kind) => (
        <Box key={kind.name} kind={kind} items={lists[kind.name]} />
      ))}
    </section>
  );
}

function Box({ kind: { title, none, href, Icon }, items }: { kind: Kind; items: readonly InboxItem[] }) {
  return (
    <div className="min-w-0 bg-surface px-3 py-2.5">
      <h2 className="flex items-center gap-2 text-xs font-semibold">
        <Icon aria-hidden className={items.length > 0 ? "size-4 text-accent" : "size-4 text-ink-faint"} />
        <Link href={href} className="hover:text-accent">
          {title}
        </Link>
        {items.length > 0 && (
          <span className="figures ml-auto rounded-full bg-selected px-1.5 text-2xs text-accent">
            {items.length}
          </span>
        )}
      </h2>
      {items.length === 0 ? (
        <p className="mt-1 pl-6 text-xs text-ink-faint">{none}</p>
      ) : (
        <ul className="mt-1.5 grid gap-1.5">
          {items.slice(0, mostShown).map((item) => (
            <Item key={item.id} {...item} />
          ))}
        </ul>
      )}
      {items.length > mostShown && (
        <Link href={href} className="link mt-1.5 block pl-6 text-xs">
          {items.length - mostShown} more
        </Link>
      )}
    </div>
  );
}

function Item({ id, reason, author, requirements, at, failure }: InboxItem) {
  const missing = missingInWords(requirements);
  return (
    <li className="min-w-0 pl-6 text-xs">
      <Link
        href={`/changes/${String(id)}`}
        className="block truncate font-medium hover:text-accent"
        title={reason}
      >
        <span className="figures text-accent">#{id}</span> {reason}
      </Link>
      <p className="truncate text-ink-soft" title={failure ?? author}>
        {failure ?? (
          <>
            <Moment at={at} /> {missing === "" ? `by ${author}` : missing}
          </>
        )}
      </p>
    </li>
  );
}
