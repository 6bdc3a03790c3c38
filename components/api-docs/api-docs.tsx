import { Panel } from "@/components/ui/panel";

import { documentationOf } from "./description";
import type { Description } from "./description";
import { RouteFilter } from "./route-filter";
import { RouteView } from "./route-view";
import type { Schema } from "./schema";
import { SchemaTable } from "./schema-table";

/** Every route by what it is about, and how all of them refuse. */
export function ApiDocs({ description }: { description: Description }) {
  const { collections, shapes } = documentationOf(description);
  const listed = collections.map(({ name, routes }) => ({
    name,
    routes: routes.map((route) => ({
      name: `${route.method} ${route.path}`,
      words: `${route.summary} ${route.permission ?? ""}`,
      view: <RouteView route={route} />,
    })),
  }));
  return (
    // Captions that only readers hear stay inside: a link within the page would else scroll the frame around it.
    <div className="relative flex flex-col gap-4">
      <RouteFilter collections={listed} />
      {[...shapes].map(([name, schema]) => (
        <div key={name} id={`shapes-${name}`} tabIndex={-1}>
          <Panel title={name} note="what several routes take or answer">
            <div className="p-2">
              <SchemaTable caption={name} schema={schema} />
            </div>
          </Panel>
        </div>
      ))}
      <Refusals schema={description.components.schemas["problem"] ?? {}} />
    </div>
  );
}

function Refusals({ schema }: { schema: Schema }) {
  return (
    <Panel title="What a refusal says" note="application/problem+json, RFC 9457">
      <div className="p-3">
        <SchemaTable caption="A refusal" schema={schema} />
      </div>
    </Panel>
  );
}
