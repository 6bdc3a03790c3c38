import { updatePath } from "@/components/explain/update-path";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";

/** Where test clients are answered as if the change set were enacted. @param address of the preview, as a whole */
export function PreviewPanel({ address }: { address: string }) {
  const url = address + updatePath;
  return (
    <Panel
      title="Preview"
      note="for test clients, until it is edited, enacted or cancelled"
      actions={<CopyButton text={url} what="the preview’s address" />}
    >
      <p className="px-3 pt-2 text-xs text-ink-soft">
        Whoever has this as <code className="font-mono text-[0.6875rem]">app.update.url</code> is answered as
        if the change set were enacted:
      </p>
      <p className="px-3 py-2 font-mono text-[0.6875rem] [overflow-wrap:anywhere]">{url}</p>
    </Panel>
  );
}
