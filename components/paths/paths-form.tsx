import { FilterForm } from "@/components/ui/filter-form";
import { SelectField, TextField } from "@/components/ui/field";

type PathsFormProps = {
  asked: { product: string; channel: string; changeSet: string };
  products: readonly string[];
  channels: readonly string[];
};

const option = (value: string) => ({ value, label: value });

/** Whose paths, on which channel, and after which change set. */
export function PathsForm({ asked, products, channels }: PathsFormProps) {
  return (
    <FilterForm label="Whose upgrade paths" isFiltered={false}>
      <label className="grid gap-1 text-xs font-medium">
        Product
        <SelectField
          name="product"
          key={asked.product}
          defaultValue={asked.product}
          options={products.map(option)}
        />
      </label>
      <label className="grid gap-1 text-xs font-medium">
        Channel
        <SelectField
          name="channel"
          key={asked.channel}
          defaultValue={asked.channel}
          options={channels.map(option)}
        />
      </label>
      <label className="grid w-48 gap-1 text-xs font-medium">
        After change set, if any
        <TextField
          name="changeSet"
          inputMode="numeric"
          pattern="[0-9]*"
          defaultValue={asked.changeSet}
          placeholder="its number"
          className="figures h-7 px-2 text-xs"
        />
      </label>
    </FilterForm>
  );
}
