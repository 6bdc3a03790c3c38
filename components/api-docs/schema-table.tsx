"use client";

import { classes } from "@/components/ui/classes";

import { Disclosure } from "./disclosure";
import { fieldsOf, shapesNamedBy, typeInWords } from "./schema";
import type { Field, Schema } from "./schema";

// Said once for the table: there are thousands of cells.
const look = classes(
  "w-full border-separate border-spacing-0 text-left text-xs [&_th]:px-3 [&_td]:px-3",
  "[&_thead_th]:h-8 [&_thead_th]:border-b [&_thead_th]:border-line-strong [&_thead_th]:bg-sunken",
  "[&_thead_th]:text-2xs [&_thead_th]:font-medium [&_thead_th]:text-ink-soft",
  "[&_tbody_tr]:align-top [&_tbody_tr:not(:last-child)>*]:border-b [&_tbody_tr>*]:border-line [&_tbody_tr>*]:py-1.5",
  "[&_tbody_th]:font-mono [&_tbody_th]:font-normal [&_td]:max-w-[44ch] [&_td]:wrap-anywhere [&_td:last-child]:text-ink-soft",
);

/** Fields as a table. @param caption says of what, for people who cannot see where it stands */
export function FieldTable({ caption, fields }: { caption: string; fields: readonly Field[] }) {
  return (
    <div className="overflow-x-auto rounded-sm border border-line">
      <table className={look}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">What it has to be</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ path, type, shapes, isRequired, limits }) => (
            <tr key={path}>
              <th scope="row">{path}</th>
              <td>
                <TypeName shapes={shapes} type={type} />
              </td>
              <td>{[...(isRequired ? ["required"] : []), ...limits].join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TypeName({ shapes, type }: { shapes: string | null; type: string }) {
  if (shapes === null) return type;
  return (
    <a href={`#shapes-${shapes}`} className="text-link">
      {type}
    </a>
  );
}

/**
 * What something is made of: its fields, and each shape that a part of it may have. The browser makes the tables of
 * those when they are asked for: as tables the shapes of some routes would be half a megabyte.
 */
export function SchemaTable({ caption, schema }: { caption: string; schema: Schema }) {
  const { fields, alternatives } = fieldsOf(schema);
  if (fields.length === 0 && alternatives.length === 0) {
    return (
      <p className="text-xs text-ink-soft">
        <TypeName shapes={shapesNamedBy(schema)} type={typeInWords(schema)} />
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-1.5">
      {fields.length > 0 && <FieldTable caption={caption} fields={fields} />}
      {alternatives.map(({ path, title, schema: one }, index) => (
        <Disclosure
          key={index}
          summary={
            <span className="text-xs">
              {path !== "" && <code className="mr-1.5 font-mono">{path}</code>}
              {title === "" ? "without any field" : `with ${title}`}
            </span>
          }
        >
          <SchemaTable caption={`${caption} ${path} with ${title}`} schema={one} />
        </Disclosure>
      ))}
    </div>
  );
}
