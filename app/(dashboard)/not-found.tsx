import { Compass } from "lucide-react";

import { Page } from "@/components/shell/page";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

export default function NotFound() {
  return (
    <Page>
      <h1 className="sr-only">Not found</h1>
      <Notice
        icon={<Compass />}
        title="There is nothing here"
        action={
          <Link href="/overview" className="link">
            To the overview
          </Link>
        }
      >
        What the address names does not exist, or no longer does. The audit tells what was deleted, when and
        why.
      </Notice>
    </Page>
  );
}
