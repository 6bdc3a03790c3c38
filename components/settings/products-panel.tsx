"use client";

import { useEditing } from "@/components/drafts/editing";
import { Rate } from "@/components/rules/rate";
import { Link } from "@/components/ui/link";
import { covers } from "@/lib/access/can";
import type { Product } from "@/lib/configuration/configuration";

import type { FieldSpec } from "./field-spec";
import { RowsPanel } from "./rows-panel";

export type ShownProduct = Product & { readonly rowVersion: number; readonly channels: readonly string[] };

export const productSpecs: readonly FieldSpec[] = [
  {
    kind: "text",
    name: "name",
    label: "Name",
    help: "As clients say it in their URL",
    isKey: true,
    empty: "",
  },
  {
    kind: "number",
    name: "throttle",
    label: "Throttle (%)",
    help: "Of background checks; the others get no update, whatever rules say",
  },
  {
    kind: "choice",
    name: "versionOrder",
    label: "Version order",
    help: "Mozilla’s, or digits and letters as they come",
    options: [
      { value: "mozilla", label: "mozilla" },
      { value: "loose", label: "loose" },
    ],
  },
  { kind: "text", name: "comment", label: "Comment", empty: null },
];

export function ProductsPanel({ products }: { products: readonly ShownProduct[] }) {
  const { rights } = useEditing();
  return (
    <RowsPanel
      title="Products"
      entity="product"
      one="product"
      rows={products}
      specs={productSpecs}
      blank={{ name: "", throttle: 100, versionOrder: "mozilla", comment: null }}
      newNote="It starts with policies: a driver for beta*, a driver and a manager for release* and esr*."
      keyText={({ name }) => name}
      mayAdd={covers(rights.administer, null)}
      mayEdit={({ name }) => covers(rights.edit, name)}
      isGrave
      deleting={({ name }) => (
        <p>
          Its policies go with it. Nothing else of {name} may be left: no channel, rule, release, pin or
          shut-off. Audit can bring it back.
        </p>
      )}
      empty="No products yet. Make the first one, then its channels."
      columns={[
        {
          label: "Product",
          cell: ({ name }) => (
            <Link href={`/settings/products/${encodeURIComponent(name)}`} className="link">
              {name}
            </Link>
          ),
        },
        { label: "Throttle", cell: ({ throttle }) => <Rate percent={throttle} /> },
        { label: "Version order", cell: ({ versionOrder }) => versionOrder },
        { label: "Channels", cell: ({ channels }) => channels.join(", ") || "none" },
        { label: "Comment", cell: ({ comment }) => comment, className: "text-ink-soft max-w-80" },
      ]}
    />
  );
}
