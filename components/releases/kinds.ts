import type { ReleaseKind } from "@/lib/releases/release";

export const kindLabels: Record<ReleaseKind, string> = {
  application: "Application",
  desupport: "Desupport notice",
  plugins: "Plug-ins",
  "system-addons": "System add-ons",
  bundle: "Bundle",
  json: "JSON product",
};
