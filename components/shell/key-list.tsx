const keys: readonly [keys: readonly string[], says: string][] = [
  [["Ctrl", "K"], "Go to a page, rule, release or change set; explain a pasted update URL"],
  [["?"], "These keys"],
  [["Esc"], "Close what is open"],
  [["Tab"], "To the next field or link; the first leads past the navigation"],
  [["j"], "Down, in lists"],
  [["k"], "Up, in lists"],
  [["Enter"], "Open what is chosen"],
  [["e"], "Edit it"],
  [["d"], "Duplicate it"],
  [["/"], "Search the list"],
];

/** What the keyboard does here. */
export function KeyList() {
  return (
    <dl className="grid gap-2 p-4 text-sm">
      {keys.map(([combination, says]) => (
        <div key={says} className="grid grid-cols-[6rem_1fr] gap-3">
          <dt className="flex gap-1">
            {combination.map((key) => (
              <kbd
                key={key}
                className="h-5 rounded-xs border border-line-strong bg-sunken px-1.5 font-sans text-xs leading-5"
              >
                {key}
              </kbd>
            ))}
          </dt>
          <dd className="text-ink-soft">{says}</dd>
        </div>
      ))}
    </dl>
  );
}
