import { DoorClosed } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "No access" };

export default function NoAccess() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <div>
        <h1 className="sr-only">No access</h1>
        <Notice
          icon={<DoorClosed />}
          title="Your account may not see this"
          action={
            <Link href="/overview" className="link">
              To the overview
            </Link>
          }
        >
          An administrator can give you the viewer’s role for the products that you work on.
        </Notice>
      </div>
    </main>
  );
}
