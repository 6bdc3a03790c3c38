"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Combobox, type Suggestion } from "@/components/ui/combobox";
import { TextArea, TextField } from "@/components/ui/field";
import { Labelled } from "@/components/ui/labelled";

import { readClient, urlOfClient } from "./client-fields";
import { ClientForm, type CompleteClient } from "./client-form";

/** What the address of the page asks. */
export type Asked = {
  readonly url: string;
  readonly userAgent: string;
  readonly roll: number;
  /** "now", a revision, a time, or "#" and a change set; empty: now. */
  readonly as: string;
  /** The same, to compare with; empty: nothing. */
  readonly against: string;
};

type ExplainFormProps = {
  asked: Asked;
  complete: CompleteClient;
  /** Change sets that wait, and the newest revisions. */
  standpoints: readonly Suggestion[];
};

/** A client's request and from where to look at it, as an ordinary form: the address of the page is the question. */
export function ExplainForm({ asked, complete, standpoints }: ExplainFormProps) {
  const [url, setUrl] = useState(asked.url);
  const [client, setClient] = useState(() => readClient(asked.url));
  return (
    <form action="/explain" method="get" className="grid gap-3 p-3">
      <label className="grid gap-1 text-xs font-medium">
        Update URL
        <TextArea
          name="url"
          required
          rows={2}
          value={url}
          spellCheck={false}
          placeholder="/update/6/…/update.xml, or the whole address that a client asked for"
          onChange={(event) => {
            setUrl(event.target.value);
            setClient(readClient(event.target.value));
          }}
        />
      </label>
      <details open={asked.url === ""}>
        <summary className="w-max cursor-pointer text-xs font-medium text-link">
          Fill it in field by field
        </summary>
        <div className="pt-2">
          <ClientForm
            client={client}
            complete={complete}
            onClient={(changed) => {
              setClient(changed);
              setUrl(urlOfClient(changed, url));
            }}
          />
        </div>
      </details>
      <div className="flex flex-wrap items-end gap-3">
        <Standpoint name="as" label="As of" placeholder="now" value={asked.as} standpoints={standpoints} />
        <Standpoint
          name="against"
          label="Compared with"
          placeholder="nothing"
          value={asked.against}
          standpoints={standpoints}
        />
        <Circumstances asked={asked} />
        <Button type="submit" look="primary" size="normal">
          Explain
        </Button>
      </div>
      <p className="text-xs text-ink-faint">
        A revision such as 17, a time such as 2026-11-26T09:30Z, or a change set such as #12 that is taken to
        have been enacted. The roll is where the client falls for every throttle: below the rate it is inside.
      </p>
    </form>
  );
}

type StandpointProps = {
  name: string;
  label: string;
  placeholder: string;
  value: string;
  standpoints: readonly Suggestion[];
};

function Standpoint({ name, label, placeholder, value: given, standpoints }: StandpointProps) {
  const [value, setValue] = useState(given);
  return (
    <Labelled id={`from-${name}`} label={label} className="w-52">
      {(ties) => (
        <Combobox
          {...ties}
          name={name}
          listLabel={label}
          placeholder={placeholder}
          className="figures h-8"
          value={value}
          onValue={setValue}
          suggest={(text) => standpoints.filter((one) => one.value.includes(text) || text === given)}
        />
      )}
    </Labelled>
  );
}

function Circumstances({ asked }: { asked: Asked }) {
  return (
    <>
      <label className="grid w-24 gap-1 text-xs font-medium">
        Roll, 0 to 99
        <TextField
          name="roll"
          inputMode="numeric"
          pattern="[0-9]{1,2}"
          defaultValue={asked.roll}
          className="figures"
        />
      </label>
      <label className="grid min-w-52 flex-1 gap-1 text-xs font-medium">
        User agent, if it matters
        <TextField name="agent" defaultValue={asked.userAgent} autoComplete="off" />
      </label>
    </>
  );
}
