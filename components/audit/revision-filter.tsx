import { ProductFilter } from "@/components/shell/product-filter";
import { SearchField, SelectField, TextField, withAll } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import { sources } from "@/lib/audit/source";
import { entities } from "@/lib/changes/row";

import { entityInWords } from "./words";

/** What revisions are looked for by, each as the address says it; empty: by anything. */
export type AskedRevisions = Readonly<
  Record<
    "q" | "actor" | "entity" | "key" | "product" | "channel" | "source" | "from" | "to" | "changeSet",
    string
  >
>;

const doors: Record<(typeof sources)[number], string> = {
  ui: "Dashboard",
  api: "API",
  cli: "Command line",
  seed: "Demo",
  system: "By itself",
};

const narrow = "h-7 px-2 text-xs";

type RevisionFilterProps = { asked: AskedRevisions; products: readonly string[] };

/** Who, what, where, why and when; the address keeps it. */
export function RevisionFilter({ asked, products }: RevisionFilterProps) {
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
        <Subject asked={asked} products={products} />
        <SelectField
          name="source"
          aria-label="Through"
          defaultValue={asked.source}
          options={withAll("Any way", sources, (value) => doors[value as keyof typeof doors])}
        />
        <Day name="from" label="From" value={asked.from} />
        <Day name="to" label="To" value={asked.to} />
      </FilterForm>
    </div>
  );
}

/** Which rows. */
function Subject({ asked, products }: RevisionFilterProps) {
  return (
    <>
      <ProductFilter products={products} defaultValue={asked.product} />
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
        options={withAll("Anything", entities, (value) => capitalized(entityInWords(value)))}
      />
      <TextField
        name="key"
        aria-label="Name or id"
        placeholder="Name or id"
        defaultValue={asked.key}
        className={`${narrow} w-28`}
      />
    </>
  );
}

/** A whole day, UTC. */
function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="inline-flex items-center gap-1.5 text-xs text-ink-soft">
      {label}
      <TextField
        name={name}
        type="date"
        title="A day, UTC"
        defaultValue={value}
        className={`${narrow} w-32`}
      />
    </label>
  );
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
