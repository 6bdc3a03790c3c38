import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/** Two revisions, or times: an ordinary form, so that the address of the page is the question. */
export function CompareForm({ from, to }: { from: string; to: string }) {
  const field = "figures h-7 px-2 text-xs";
  return (
    <form action="/audit/compare" method="get" className="flex flex-wrap items-end gap-3 p-3">
      <label className="grid w-56 gap-1 text-xs font-medium">
        From a revision, or a time in UTC
        <TextField
          name="from"
          required
          defaultValue={from}
          placeholder="17, or 2026-11-26T09:30Z"
          className={field}
        />
      </label>
      <label className="grid w-56 gap-1 text-xs font-medium">
        To
        <TextField name="to" defaultValue={to} placeholder="now" className={field} />
      </label>
      <Button type="submit">Compare</Button>
    </form>
  );
}
