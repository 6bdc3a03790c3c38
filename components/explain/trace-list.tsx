import {
  ArrowDownRight,
  Check,
  CircleSlash,
  Dices,
  FileDown,
  OctagonX,
  Package,
  Pin,
  Puzzle,
  Tags,
} from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import type { TraceStep } from "@/lib/decision/trace";
import type { Rule } from "@/lib/rules/rule";

import { ConsideredRules } from "./considered-rules";
import type { AskedValues } from "./considered-rules";

type TraceListProps = {
  steps: readonly TraceStep[];
  rules: ReadonlyMap<number, Rule>;
  asked: AskedValues;
  /** Where all rules are shown, however many there are; null: here. */
  allHref: string | null;
};

/** How the answer came about, step by step. */
export function TraceList({ steps, ...context }: TraceListProps) {
  return (
    <ol className="divide-y divide-line text-xs">
      {steps.map((step, index) => (
        <Step key={index} step={step} {...context} />
      ))}
    </ol>
  );
}

function Line({ icon, title, children }: { icon: ReactNode; title: ReactNode; children?: ReactNode }) {
  return (
    <li className="grid grid-cols-[1rem_1fr] gap-x-2.5 px-3 py-2.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:text-ink-faint">
      {icon}
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="mt-0.5 break-words text-ink-soft">{children}</div>}
      </div>
    </li>
  );
}

type Kind = TraceStep["step"];
type StepOf<K extends Kind> = Extract<TraceStep, { step: K }>;
type Context = Omit<TraceListProps, "steps">;
type Renderers = { [K in Kind]: (step: StepOf<K>, context: Context) => ReactNode };

const code = (text: string) => <span className="font-mono text-[0.6875rem] break-all">{text}</span>;

const renderers: Renderers = {
  "shut-off": ({ product, channel, reason }) => (
    <Line icon={<OctagonX aria-hidden />} title={`Updates are off: ${product} ${channel}`}>
      {reason}
    </Line>
  ),
  throttle: (step) => <Throttle step={step} />,
  rules: ({ product, considered }, context) => (
    <Line
      icon={<ArrowDownRight aria-hidden />}
      title={`Rules for ${product}, in the order in which they are tried`}
    >
      <ConsideredRules considered={considered} {...context} />
    </Line>
  ),
  "background rate": ({ rate, roll, takes }) => (
    <Line
      icon={<Dices aria-hidden />}
      title={`Background rate ${String(rate)} %: takes ${takes === "mapping" ? "the release" : "what the others get"}`}
    >
      {roll === null
        ? "The request’s force decided."
        : `Rolled ${String(roll)}; inside means below ${String(rate)}.`}
    </Line>
  ),
  release: ({ name, says }) => <Line icon={<Package aria-hidden />} title={`${name}: ${says}`} />,
  pin: ({ pin, says }) => <Line icon={<Pin aria-hidden />} title={`Pinned to ${pin}: ${says}`} />,
  patch: ({ type, from, taken, says }) => (
    <Line
      icon={<FileDown aria-hidden />}
      title={<Taken isTaken={taken}>{`${type} from ${from === "*" ? "any release" : from}`}</Taken>}
    >
      {code(says)}
    </Line>
  ),
  group: ({ group, taken, says }) => (
    <Line
      icon={<Tags aria-hidden />}
      title={<Taken isTaken={taken}>{`Attributes of group ${String(group)}`}</Taken>}
    >
      {says}
    </Line>
  ),
  addon: ({ id, taken, says }) => (
    <Line icon={<Puzzle aria-hidden />} title={<Taken isTaken={taken}>{id}</Taken>}>
      {code(says)}
    </Line>
  ),
  member: ({ bundle, member, says }) => (
    <Line icon={<Package aria-hidden />} title={`${bundle} → ${member}: ${says}`} />
  ),
};

function Step({ step, ...context }: { step: TraceStep } & Context) {
  const render = renderers[step.step] as (step: TraceStep, context: Context) => ReactNode;
  return render(step, context);
}

function Throttle({ step }: { step: StepOf<"throttle"> }) {
  const whose = step.of === "everything" ? "Global throttle" : "The product’s throttle";
  return (
    <Line
      icon={<Dices aria-hidden />}
      title={`${whose} ${String(step.rate)} %: ${step.roll < step.rate ? "goes on" : "held back"}`}
    >
      Rolled {step.roll}; inside means below {step.rate}.
    </Line>
  );
}

function Taken({ isTaken, children }: { isTaken: boolean; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      {children}
      {isTaken ? (
        <Badge tone="good">
          <Check aria-hidden />
          taken
        </Badge>
      ) : (
        <Badge>
          <CircleSlash aria-hidden />
          dropped
        </Badge>
      )}
    </span>
  );
}
