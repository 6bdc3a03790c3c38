import type { ComponentProps } from "react";

import { SelectField, withAll } from "@/components/ui/field";

type ProductFilterProps = Omit<ComponentProps<typeof SelectField>, "options"> & {
  products: readonly string[];
};

/** One product, or all of them: how every list is narrowed. */
export function ProductFilter({ products, ...field }: ProductFilterProps) {
  return (
    <SelectField name="product" aria-label="Product" options={withAll("All products", products)} {...field} />
  );
}
