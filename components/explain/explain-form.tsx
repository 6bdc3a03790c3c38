import { Button } from "@/components/ui/button";
import { TextArea, TextField } from "@/components/ui/field";

type ExplainFormProps = { url: string; userAgent: string; roll: number };

/** A client's request, as an ordinary form: the address of the page is the question. */
export function ExplainForm({ url, userAgent, roll }: ExplainFormProps) {
  return (
    <form action="/explain" method="get" className="grid gap-3 p-3">
      <label className="grid gap-1 text-xs font-medium">
        Update URL
        <TextArea
          name="url"
          required
          rows={2}
          defaultValue={url}
          spellCheck={false}
          placeholder="/update/6/…/update.xml, or the whole address that a client asked for"
        />
      </label>
      <div className="flex flex-wrap items-end gap-3">
        <label className="grid w-24 gap-1 text-xs font-medium">
          Roll, 0 to 99
          <TextField
            name="roll"
            inputMode="numeric"
            pattern="[0-9]{1,2}"
            defaultValue={roll}
            className="figures"
          />
        </label>
        <label className="grid min-w-60 flex-1 gap-1 text-xs font-medium">
          User agent, if it matters
          <TextField name="agent" defaultValue={userAgent} autoComplete="off" />
        </label>
        <Button type="submit" look="primary" size="normal">
          Explain
        </Button>
      </div>
      <p className="text-xs text-ink-faint">
        The roll is where the client falls for every throttle: below the rate it is inside. Real clients keep
        theirs for as long as rule and release stay the same.
      </p>
    </form>
  );
}
