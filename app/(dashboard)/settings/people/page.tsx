import type { Metadata } from "next";

import { PeoplePanel } from "@/components/settings/people-panel";
import { listProducts } from "@/lib/products/service";
import { listColleagues } from "@/lib/settings/service";

import { read } from "../../reading";
import { createAccount, linkForPassword } from "../actions";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const [people, products] = await Promise.all([read(listColleagues), read(listProducts)]);
  return (
    <PeoplePanel
      people={people}
      products={products.map(({ name }) => name)}
      create={createAccount}
      makeLink={linkForPassword}
    />
  );
}
