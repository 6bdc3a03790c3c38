import {
  ChartLine,
  History,
  LayoutGrid,
  ListChecks,
  ListOrdered,
  Package,
  Route,
  Server,
  Settings,
  ShieldCheck,
  TriangleAlert,
  Waypoints,
} from "lucide-react";

/** The pages that are always one step away. */
export const pages = [
  { href: "/overview", label: "Overview", Icon: LayoutGrid },
  { href: "/rules", label: "Rules", Icon: ListOrdered },
  { href: "/releases", label: "Releases", Icon: Package },
  { href: "/changes", label: "Changes", Icon: ListChecks },
  { href: "/audit", label: "Audit", Icon: History },
  { href: "/explain", label: "Explain", Icon: Route },
  { href: "/problems", label: "Problems", Icon: TriangleAlert },
  { href: "/invariants", label: "Invariants", Icon: ShieldCheck },
  { href: "/paths", label: "Paths", Icon: Waypoints },
  { href: "/traffic", label: "Traffic", Icon: ChartLine },
  { href: "/nodes", label: "Nodes", Icon: Server },
  { href: "/settings", label: "Settings", Icon: Settings },
];
