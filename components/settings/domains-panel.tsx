"use client";

import { useEditing } from "@/components/drafts/editing";
import { covers } from "@/lib/access/can";
import type { AllowedDomain } from "@/lib/configuration/configuration";

import { RowsPanel } from "./rows-panel";

type DomainsPanelProps = {
  domains: readonly (AllowedDomain & { rowVersion: number })[];
  products: readonly string[];
};

export function DomainsPanel({ domains, products }: DomainsPanelProps) {
  const { rights } = useEditing();
  return (
    <RowsPanel
      title="Allowed domains"
      note="a file on any other host is never served"
      entity="allowedDomain"
      one="domain"
      rows={domains}
      specs={[
        {
          ...{ kind: "text", name: "host", label: "Host", isKey: true, empty: "" },
          help: "In lower case, with its port unless it is the usual one",
        },
        {
          ...{ kind: "text", name: "pathPattern", label: "Paths", isKey: true, empty: "" },
          help: "A pattern for the whole path, as /pub/.*; empty: every path",
        },
        { kind: "list", name: "products", label: "Products that may be sent there", suggestions: products },
        {
          ...{ kind: "number", name: "position", label: "Order" },
          help: "Patterns of one host are tried in this order",
        },
      ]}
      blank={{ host: "", pathPattern: "", products: [], position: 0 }}
      keyText={({ host, pathPattern }) => (pathPattern === "" ? host : `${host} ${pathPattern}`)}
      mayAdd={rights.administer.length > 0}
      mayEdit={(domain) => domain.products.every((product) => covers(rights.administer, product))}
      deleting={({ host }) => <p>Patches on {host} are dropped from answers from then on.</p>}
      empty="No host is allowed: no file is served."
      columns={[
        { label: "Host", cell: ({ host }) => host },
        {
          label: "Paths",
          cell: ({ pathPattern }) =>
            pathPattern === "" ? (
              <span className="text-ink-faint italic">every path</span>
            ) : (
              <span className="font-mono">{pathPattern}</span>
            ),
        },
        { label: "Products", cell: (domain) => domain.products.join(", ") },
        { label: "Order", cell: ({ position }) => position, className: "figures" },
      ]}
    />
  );
}
