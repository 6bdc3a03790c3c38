import { FilterForm } from "@/components/ui/filter-form";
import { SelectField } from "@/components/ui/field";
import type { TwoChannels } from "@/lib/push/mirror";

type ChannelsFormProps = {
  asked: TwoChannels;
  products: readonly string[];
  channels: readonly string[];
};

const option = (value: string) => ({ value, label: value });

/** Which two channels, of which product. */
export function ChannelsForm({ asked, products, channels }: ChannelsFormProps) {
  const fields = [
    ["product", "Product", products],
    ["from", "Channel", channels],
    ["to", "Compared with", channels],
  ] as const;
  return (
    <FilterForm label="Which channels" isFiltered={false}>
      {fields.map(([name, label, names]) => (
        <label key={name} className="grid gap-1 text-xs font-medium">
          {label}
          <SelectField name={name} key={asked[name]} defaultValue={asked[name]} options={names.map(option)} />
        </label>
      ))}
    </FilterForm>
  );
}
