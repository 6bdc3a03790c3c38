import type { ReactNode } from "react";

import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/facts";

import type { Answer, Route } from "./description";
import { Disclosure } from "./disclosure";
import { exampleOf } from "./example";
import { RouteTitle } from "./route-title";
import { fieldsOf } from "./schema";
import type { Schema } from "./schema";
import { FieldTable, SchemaTable } from "./schema-table";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1.5">
      <h3 className="text-xs font-semibold">{title}</h3>
      {children}
    </section>
  );
}

/** One route, and all that there is to know of it. */
export function RouteView({ route }: { route: Route }) {
  const { method, path, summary, parameters, body, answers } = route;
  const [refusals, done] = split(answers);
  return (
    <Disclosure summary={<RouteTitle method={method} path={path} summary={summary} />} isOpen>
      <div className="flex flex-col gap-4">
        <p className="text-xs text-ink-soft">{whoMay(route)}</p>
        {parameters.length > 0 && (
          <Part title="Parameters">
            <FieldTable caption={`Parameters of ${method} ${path}`} fields={parameterFields(route)} />
          </Part>
        )}
        {body && (
          <Part title="Body">
            <SchemaTable caption={`Body of ${method} ${path}`} schema={body} />
          </Part>
        )}
        {done.map((answer) => (
          <Part key={answer.status} title={`Answer ${answer.status}: ${answer.description}`}>
            <p className="text-xs text-ink-soft">{answer.types.join(" or ")}</p>
            {answer.status === "200" && (
              <SchemaTable caption={`Answer of ${method} ${path}`} schema={answer.schema} />
            )}
          </Part>
        ))}
        <Part title="Refusals">
          <Facts facts={refusals.map(({ status, description }) => ({ name: status, value: description }))} />
        </Part>
        <Part title="Example">
          <Example text={exampleOf(route)} of={`${method} ${path}`} />
        </Part>
      </div>
    </Disclosure>
  );
}

function Example({ text, of }: { text: string; of: string }) {
  return (
    <div className="relative rounded-sm bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} what={`the example of ${of}`} />
      </div>
      <pre
        tabIndex={0}
        aria-label={`Example of ${of}`}
        className="overflow-auto p-3 pr-20 font-mono text-[0.6875rem] leading-4"
      >
        {text}
      </pre>
    </div>
  );
}

function split(answers: readonly Answer[]): [refusals: Answer[], done: Answer[]] {
  const isRefusal = ({ status }: Answer) => status >= "400";
  return [answers.filter(isRefusal), answers.filter((answer) => !isRefusal(answer))];
}

function whoMay({ permission, isSometimesPublic }: Route): string {
  if (permission === null) return "Everybody may ask, without a token as well.";
  const open = isSometimesPublic ? " With public reading, everybody may ask." : "";
  return `Permission: ${permission}.${open}`;
}

function parameterFields({ parameters }: Route) {
  const properties: Record<string, Schema> = {};
  for (const { name, schema } of parameters) properties[name] = schema;
  const required = parameters.filter((one) => one.required).map(({ name }) => name);
  const places = new Map(parameters.map((one) => [one.name, one.in]));
  return fieldsOf({ type: "object", properties, required }).fields.map((field) => ({
    ...field,
    limits: [`in the ${places.get(field.path) ?? "query"}`, ...field.limits],
  }));
}
