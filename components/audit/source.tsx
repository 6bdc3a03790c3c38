const doors: Readonly<Record<string, string>> = {
  ui: "in the dashboard",
  api: "through the API",
  cli: "with aus",
  seed: "when the demo was filled",
  system: "by itself",
};

/** Through which door a change came. */
export function Source({ source }: { source: string }) {
  return <span className="text-ink-faint">{doors[source] ?? source}</span>;
}
