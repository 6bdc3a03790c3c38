import { SearchField, SelectField, TextField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import { sources } from "@/lib/audit/source";

import { entityInWords } from "./words";

/** What revisions are looked for by, each as the address says it; empty: by anything. */
export type AskedRevisions = Readonly<
  Record<
    "q" | "actor" | "entity" | "key" | "product" | "channel" | "source" | "from" | "to" | "changeSet",
    string
  >
>;

const kinds = [
  "rule",
  "release",
  "build",
  "product",
  "channel",
  "pin",
  "shutOff",
  "allowedDomain",
  "settings",
  "policy",
  "user",
  "token",
];
const doors: Record<(typeof sources)[number], string> = {
  ui: "Dashboard",
  api: "API",
  cli: "Command line",
  seed: "Demo",
  system: "By itself",
};

const narrow = "h-7 px-2 text-xs";

type RevisionFilterProps = { asked: AskedRevisions; products: readonly string[]; hints: readonly string[] };

/** Who, what, where, why and when; the address keeps it. */
export function RevisionFilter({ asked, products, hints }: RevisionFilterProps) {
  const isFiltered = Object.values(asked).some((value) => value !== "");
  const keep = asked.changeSet === "" ? {} : { changeSet: asked.changeSet };
  return (
    <div className="mb-3">
      <FilterForm label="Revisions" isFiltered={isFiltered} keep={keep}>
        <SearchField
          name="q"
          aria-label="Search reasons"
          placeholder="Search reasons"
          defaultValue={asked.q}
          className="w-44"
        />
        <SearchField
          name="actor"
          aria-label="Who"
          placeholder="Who"
          defaultValue={asked.actor}
          className="w-40"
        />
        <SelectField
          name="product"
          aria-label="Product"
          defaultValue={asked.product}
          options={options("All products", products)}
        />
        <TextField
          name="channel"
          aria-label="Channel"
          placeholder="Channel"
          defaultValue={asked.channel}
          className={`${narrow} w-24`}
        />
        <SelectField
          name="entity"
          aria-label="What"
          defaultValue={asked.entity}
          options={[
            { value: "", label: "Anything" },
            ...kinds.map((value) => ({ value, label: capitalized(entityInWords(value)) })),
          ]}
        />
        <TextField
          name="key"
          aria-label="Name or id"
          placeholder="Name or id"
          defaultValue={asked.key}
          className={`${narrow} w-28`}
        />
        <SelectField
          name="source"
          aria-label="Through"
          defaultValue={asked.source}
          options={[
            { value: "", label: "Any way" },
            ...sources.map((value) => ({ value, label: doors[value] })),
          ]}
        />
        <TextField
          name="from"
          type="date"
          aria-label="From, UTC"
          title="From this day on, UTC"
          defaultValue={asked.from}
          className={`${narrow} w-32`}
        />
        <TextField
          name="to"
          type="date"
          aria-label="To, UTC"
          title="To the end of this day, UTC"
          defaultValue={asked.to}
          className={`${narrow} w-32`}
        />
      </FilterForm>
      {hints.length > 0 && (
        <ul role="status" className="mt-2 text-xs text-warn">
          {hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function options(all: string, names: readonly string[]) {
  return [{ value: "", label: all }, ...names.map((value) => ({ value, label: value }))];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
