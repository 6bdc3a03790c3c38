import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/badge";

const tones: Readonly<Record<string, Tone>> = { GET: "good", DELETE: "bad" };

/** What a route is for, in a line. */
export function RouteTitle({ method, path, summary }: { method: string; path: string; summary: string }) {
  return (
    <>
      <span className="w-14 shrink-0">
        <Badge tone={tones[method] ?? "accent"}>{method}</Badge>
      </span>
      <code className="shrink-0 font-mono text-xs">{path}</code>
      <span className="min-w-0 text-xs text-ink-soft">{summary}</span>
    </>
  );
}
