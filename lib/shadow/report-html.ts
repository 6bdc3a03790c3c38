import type { Check, ChannelReport, Count, GroupReport, ShadowReport } from "./report";
import { style } from "./report-style";
import { counted, describeCount, number, share, titleOf } from "./words";

/** The report as one page that needs nothing else, not even the network. */
export function reportPage(report: ShadowReport): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Two update services compared</title>
<style>${style}</style>
</head>
<body>
<main>
${[heading(report), verdict(report), checklist(report.checklist), differences(report), channels(report.channels), intended(report), unanswered(report), skipped(report)].join("\n")}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character] ?? "&#39;",
  );
}

function heading(report: ShadowReport): string {
  const rows = [
    ["Old service", report.old],
    ["New service", report.new],
    ["Requests from", report.logs.join(", ")],
    ["Read", `${counted(report.lines, "line")}, ${describeCount(report.asked)}`],
    ["Finished", `${report.finishedAt}${report.isStopped ? ", ended early" : ""}`],
    ...(report.isForced ? [["Asked", "with force=1, past throttles"]] : []),
  ];
  return `<header><h1>Two update services compared</h1>
<dl>${rows.map(([name = "", value = ""]) => `<div><dt>${name}</dt><dd>${escape(value)}</dd></div>`).join("")}</dl></header>`;
}

function verdict({ same, intended, different, compared, unanswered }: ShadowReport): string {
  const tiles = [
    ["good", "The same", same],
    ["note", "Differ as meant", intended],
    [different.distinct > 0 ? "bad" : "good", "Differ otherwise", different],
    [unanswered.distinct > 0 ? "bad" : "good", "No answer", unanswered],
  ] as const;
  const whole = compared.distinct + unanswered.distinct;
  return `<section class="tiles">${tiles
    .map(
      ([mood, name, count]) =>
        `<div class="tile ${mood}"><h2>${name}</h2><p class="figure">${share(count.distinct, whole)}</p><p>${describeCount(count)}</p></div>`,
    )
    .join("")}</section>`;
}

const marks: Readonly<Record<Check["state"], readonly [mark: string, mood: string]>> = {
  done: ["✓ shown", "good"],
  open: ["✗ open", "bad"],
  "by hand": ["☐ by hand", "note"],
};

function checklist(checks: readonly Check[]): string {
  const rows = checks.map(({ state, what, says }) => {
    const [mark, mood] = marks[state];
    return `<tr><td class="${mood} mark">${mark}</td><td><strong>${escape(what)}</strong><br>${escape(says)}</td></tr>`;
  });
  return `<section><h2>Before clients are sent to the new service</h2><table>${rows.join("")}</table></section>`;
}

function differences({ groups, compared }: ShadowReport): string {
  const body =
    groups.length === 0
      ? "<p>None.</p>"
      : groups.map((group, index) => describeGroup(group, compared, index < 3)).join("\n");
  return `<section><h2>Differences that nobody meant</h2>${body}</section>`;
}

function describeGroup(group: GroupReport, whole: Count, isOpen: boolean): string {
  const rows = group.examples.map(
    ({ target, old, new: now }) =>
      `<tr><td class="target" colspan="2"><code>${escape(target)}</code></td></tr>
<tr><td><span class="side">old</span> <code>${value(old)}</code></td><td><span class="side">new</span> <code>${value(now)}</code></td></tr>`,
  );
  return `<details${isOpen ? " open" : ""}><summary><strong>${escape(titleOf(group))}</strong>
<span class="rate">${share(group.distinct, whole.distinct)} · ${describeCount(group)}</span></summary>
<p class="key">Accept it with <code>--accept ${escape(group.key)}</code>, once somebody has seen that it is meant.</p>
<table class="examples">${rows.join("")}</table></details>`;
}

function value(text: string | null): string {
  return text === null ? "<i>nothing</i>" : escape(text);
}

const mostChannels = 200;

function channels(all: readonly ChannelReport[]): string {
  if (all.length === 0) return "";
  const rows = all
    .slice(0, mostChannels)
    .map(
      ({ product, channel, compared, same, intended: meant, different }) =>
        `<tr><td>${escape(product)}</td><td>${escape(channel)}</td><td>${number(compared.distinct)}</td><td>${number(compared.requests)}</td><td>${share(same.distinct, compared.distinct)}</td><td>${share(meant.distinct, compared.distinct)}</td><td class="${different.distinct > 0 ? "bad" : "good"}">${share(different.distinct, compared.distinct)}</td></tr>`,
    );
  const more =
    all.length > mostChannels ? `<p>and ${counted(all.length - mostChannels, "channel")} more</p>` : "";
  return `<section><h2>By channel</h2><table class="numbers"><thead><tr><th>Product</th><th>Channel</th><th>Requests</th><th>Recorded</th><th>The same</th><th>As meant</th><th>Otherwise</th></tr></thead><tbody>${rows.join("")}</tbody></table>${more}</section>`;
}

function intended({ intendedGroups, compared }: ShadowReport): string {
  if (intendedGroups.length === 0) return "";
  const groups = intendedGroups.map((group) => {
    const examples = group.examples
      .slice(0, 2)
      .map(({ target }) => `<li><code>${escape(target)}</code></li>`);
    return `<details><summary>${escape(group.intended ?? "")}: ${escape(titleOf(group))}
<span class="rate">${share(group.distinct, compared.distinct)} · ${describeCount(group)}</span></summary><ul>${examples.join("")}</ul></details>`;
  });
  return `<section><h2>Differences that are meant</h2>${groups.join("\n")}</section>`;
}

function unanswered({ unansweredGroups }: ShadowReport): string {
  if (unansweredGroups.length === 0) return "";
  const rows = unansweredGroups.flatMap((group) => [
    `<tr><td colspan="2"><strong>${escape(titleOf(group))}</strong>: ${describeCount(group)}</td></tr>`,
    ...group.examples.map(
      ({ target, old, new: now }) =>
        `<tr><td><code>${escape(target)}</code></td><td>${escape(old ?? now ?? "")}</td></tr>`,
    ),
  ]);
  return `<section><h2>Not compared</h2><table>${rows.join("")}</table></section>`;
}

function skipped(report: ShadowReport): string {
  const rows = report.skipped.map(
    ({ reason, lines, file, line }) =>
      `<tr><td>${escape(reason)}</td><td>${number(lines)}</td><td>${escape(file)}, line ${number(line)}</td></tr>`,
  );
  if (rows.length === 0) return "";
  return `<section><h2>Lines that ask for no update</h2><table class="numbers"><thead><tr><th>Why</th><th>Lines</th><th>The first</th></tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}
