import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";

type RestoreFormProps = {
  /** A revision, or a time, as it was asked for. */
  to: string;
  product: string;
  channel: string;
  products: readonly string[];
};

/** What to put back, and to when: an ordinary form, so that the address of the page says it. */
export function RestoreForm({ to, product, channel, products }: RestoreFormProps) {
  return (
    <form action="/audit/back" method="get" className="flex flex-wrap items-end gap-3 p-3">
      <label className="grid w-56 gap-1 text-xs font-medium">
        To a revision, or a time in UTC
        <TextField
          name="to"
          required
          defaultValue={to}
          placeholder="17, or 2026-11-26T09:30Z"
          className="figures h-7 px-2 text-xs"
        />
      </label>
      <label className="grid gap-1 text-xs font-medium">
        Of
        <SelectField
          name="product"
          defaultValue={product}
          options={[
            { value: "", label: "Everything" },
            ...products.map((value) => ({ value, label: value })),
          ]}
        />
      </label>
      <label className="grid w-44 gap-1 text-xs font-medium">
        Only its channel
        <TextField
          name="channel"
          defaultValue={channel}
          placeholder="every channel"
          className="h-7 px-2 text-xs"
        />
      </label>
      <Button type="submit">Work it out</Button>
    </form>
  );
}
