import { notFound } from "next/navigation";

/** Addresses that lead nowhere, shown within the frame of the dashboard. */
export default function UnknownPage(): never {
  notFound();
}
