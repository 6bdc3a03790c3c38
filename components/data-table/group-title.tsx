type GroupTitleProps = { name: string; rows: readonly { readonly fate?: string | null }[]; of: string };

/** The name of a group of rows, and how many are in it; those that are only drafted are counted on their own. */
export function GroupTitle({ name, rows, of }: GroupTitleProps) {
  const drafted = rows.filter(({ fate }) => fate === "new").length;
  const stored = rows.length - drafted;
  return (
    <>
      <strong className="font-semibold">{name}</strong>
      <span className="ml-2 text-ink-faint">
        {stored} {stored === 1 ? of : `${of}s`}
      </span>
      {drafted > 0 && <span className="ml-2 font-medium text-accent">+{drafted} in your draft</span>}
    </>
  );
}
