import { Panel } from "@/components/ui/panel";

import { documentationOf, shapesOf } from "./description";
import type { Description, Route } from "./description";
import { RouteFilter } from "./route-filter";
import { RouteLink } from "./route-link";
import { RouteView } from "./route-view";
import type { Schema } from "./schema";
import { SchemaTable } from "./schema-table";

type ApiDocsProps = {
  description: Description;
  /** The route that is told of whole, such as "GET /rules"; all of them would be megabytes. */
  told: string;
};

/** Every route by what it is about, and how all of them refuse. */
export function ApiDocs({ description, told }: ApiDocsProps) {
  const { collections, shapes } = documentationOf(description);
  const route = collections.flatMap(({ routes }) => routes).find((one) => nameOf(one) === told);
  const listed = collections.map(({ name, routes }) => ({
    name,
    routes: routes.map((one) => ({
      name: nameOf(one),
      words: `${one.summary} ${one.permission ?? ""}`,
      view: one === route ? <RouteView route={one} /> : linkTo(one),
    })),
  }));
  return (
    // Captions that only readers hear stay inside: a link within the page would else scroll the frame around it.
    <div className="relative flex flex-col gap-4">
      <RouteFilter collections={listed} />
      {route && <SharedShapes shapes={shapesOf(route, shapes)} />}
      <Refusals schema={description.components.schemas["problem"] ?? {}} />
    </div>
  );
}

function nameOf({ method, path }: Pick<Route, "method" | "path">): string {
  return `${method} ${path}`;
}

/** All that the browser gets to know of a route that is not told of. */
function linkTo({ method, path, summary }: Route) {
  return <RouteLink name={nameOf({ method, path })} {...{ method, path, summary }} />;
}

function SharedShapes({ shapes }: { shapes: ReadonlyMap<string, Schema> }) {
  return [...shapes].map(([name, schema]) => (
    <div key={name} id={`shapes-${name}`} tabIndex={-1}>
      <Panel title={name} note="what several routes take or answer">
        <div className="p-2">
          <SchemaTable caption={name} schema={schema} />
        </div>
      </Panel>
    </div>
  ));
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
