import type { Metadata } from "next";

import { ServingPanel } from "@/components/settings/serving-panel";
import { getSettings } from "@/lib/settings/service";

import { read } from "../../reading";

export const metadata: Metadata = { title: "Serving" };

export default async function ServingPage() {
  return <ServingPanel settings={await read(getSettings)} />;
}
