"use client";

import { Combobox, type Suggestion } from "@/components/ui/combobox";
import { Labelled } from "@/components/ui/labelled";

import { clientFields, type Client, type ClientField } from "./client-fields";

/** What goes with a field, as the others are filled in. */
export type CompleteClient = (
  field: ClientField,
  client: Client,
  text: string,
) => Promise<readonly Suggestion[]>;

const labels: Readonly<Record<ClientField, string>> = {
  product: "Product",
  version: "Version",
  buildID: "Build ID",
  buildTarget: "Build target",
  locale: "Locale",
  channel: "Channel",
  osVersion: "System",
};

type ClientFormProps = { client: Client; onClient: (client: Client) => void; complete: CompleteClient };

/** A client, field by field. */
export function ClientForm({ client, onClient, complete }: ClientFormProps) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-3">
      {clientFields.map((field) => (
        <Labelled key={field} id={`client-${field}`} label={labels[field]}>
          {(ties) => (
            <Combobox
              {...ties}
              listLabel={labels[field]}
              value={client[field]}
              suggest={(text) => complete(field, client, text)}
              onValue={(value) => {
                onClient({ ...client, [field]: value });
              }}
            />
          )}
        </Labelled>
      ))}
    </div>
  );
}
