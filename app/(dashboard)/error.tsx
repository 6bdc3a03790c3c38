"use client";

import { PlugZap } from "lucide-react";

import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <Page>
      <h1 className="sr-only">This page failed</h1>
      <Notice
        icon={<PlugZap />}
        title="This page could not be shown"
        action={
          <Button look="primary" size="normal" onClick={reset}>
            Try again
          </Button>
        }
      >
        Clients are served all the same. If it fails again, the service’s log has the details
        {error.digest === undefined ? "." : `, under ${error.digest}.`}
      </Notice>
    </Page>
  );
}
