import type { GroupReport, ShadowReport } from "@/lib/shadow/report";
import { counted, describeCount, number, share, titleOf } from "@/lib/shadow/words";

/** Groups that are told on a terminal; the report has them all. */
const shown = 20;

/** The report in short, for a terminal. */
export function describeReport(report: ShadowReport): string {
  const { compared, same, intended, different, unanswered } = report;
  return [
    `Read ${counted(report.lines, "line")}: ${describeCount(report.asked)}.`,
    ...report.skipped.map(
      ({ reason, lines, file, line }) =>
        `  left out: ${counted(lines, "line")}, ${reason} (first: ${file}:${line})`,
    ),
    ...(report.beyondLimit > 0 ? [`  left out: ${counted(report.beyondLimit, "line")} beyond --limit`] : []),
    `Compared ${number(compared.distinct)}: ${number(same.distinct)} same, ${number(intended.distinct)} differ as meant, ${number(different.distinct)} differ otherwise (${share(different.requests, compared.requests)} of what was recorded).`,
    ...(unanswered.distinct > 0
      ? [`Not compared for want of an answer: ${number(unanswered.distinct)}.`]
      : []),
    ...section("Differs as meant", report.intendedGroups, false),
    ...section("Differs otherwise", report.groups, true),
    ...section("Not compared", report.unansweredGroups, true),
  ].join("\n");
}

function section(title: string, groups: readonly GroupReport[], withExample: boolean): string[] {
  if (groups.length === 0) return [];
  const more = groups.length - shown;
  return [
    `${title}:`,
    ...groups.slice(0, shown).flatMap((group) => describeGroup(group, withExample)),
    ...(more > 0 ? [`  … and ${counted(more, "more group")}`] : []),
  ];
}

function describeGroup(group: GroupReport, withExample: boolean): string[] {
  const { intended, examples, key } = group;
  const head = `  ${titleOf(group)}: ${describeCount(group)}`;
  if (!withExample) return [`${head}\n    ${intended ?? ""}`];
  const [example] = examples;
  return [
    `${head} [${key}]`,
    ...(example
      ? [
          `    ${example.target}`,
          `    old ${example.old ?? "nothing"}`,
          `    new ${example.new ?? "nothing"}`,
        ]
      : []),
  ];
}
