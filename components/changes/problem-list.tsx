import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";
import type { Problem } from "@/lib/analysis/problem";

type ProblemListProps<One extends Problem> = {
  problems: readonly One[];
  /** What can be done about one. */
  mend: (problem: One) => ReactNode;
};

/** What is wrong, where and why, and the way to put it right. */
export function ProblemList<One extends Problem & { readonly isNew?: boolean }>({
  problems,
  mend,
}: ProblemListProps<One>) {
  return (
    <ul className="divide-y divide-line">
      {problems.map((problem, index) => (
        <li key={index} className="grid grid-cols-[1rem_1fr_auto] items-start gap-x-2.5 px-3 py-2.5">
          <Mark severity={problem.severity} />
          <div className="min-w-0 text-xs">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{titleOf(problem.code)}</span>
              <Place where={problem.where} />
              {problem.isNew === true && <Badge tone="accent">by this change</Badge>}
            </p>
            <p className="mt-0.5 break-words text-ink-soft">{problem.detail}.</p>
          </div>
          <div className="flex items-center">{mend(problem)}</div>
        </li>
      ))}
    </ul>
  );
}

function Mark({ severity }: Pick<Problem, "severity">) {
  const isError = severity === "error";
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <span className={classes("mt-0.5", isError ? "text-bad" : "text-warn")}>
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{severity}: </span>
    </span>
  );
}

/** "never-wins" → "Never wins". */
function titleOf(code: string): string {
  const words = code.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Place({ where: { entity, key, field } }: Pick<Problem, "where">) {
  const address = addressOf(entity, key);
  const name = `${nouns[entity] ?? entity} ${key}`;
  return (
    <span className="min-w-0 break-words text-ink-faint">
      {address === null ? (
        name
      ) : (
        <Link href={address} className="link">
          {name}
        </Link>
      )}
      {field !== null && <span>, {field}</span>}
    </span>
  );
}

const nouns: Readonly<Record<string, string>> = {
  shutOff: "shut-off",
  allowedDomain: "allowed domain",
  changeSet: "change set",
};

function addressOf(entity: Problem["where"]["entity"], key: string): string | null {
  switch (entity) {
    case "rule":
      return `/rules/${key}`;
    case "release":
      return `/releases/${encodeURIComponent(key)}`;
    case "build": {
      const [release = "", ...build] = key.split("/");
      return `/releases/${encodeURIComponent(release)}?build=${encodeURIComponent(build.join("/"))}`;
    }
    case "changeSet":
      return `/changes/${key}`;
    case "pin":
    case "product":
      return `/settings/products/${encodeURIComponent(key.split("/")[0] ?? "")}`;
    case "allowedDomain":
      return "/settings/domains";
    default:
      return null;
  }
}
