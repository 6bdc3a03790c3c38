import type { Metadata } from "next";

import { ApiDocs } from "@/components/api-docs/api-docs";
import type { Description } from "@/components/api-docs/description";
import { text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { describeApi } from "@/lib/http/open-api";

import { parameter } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "API" };

export default async function ApiDocsPage({ searchParams }: { searchParams: SearchParams }) {
  return (
    <Page knows={{ q: text, route: text }}>
      <PageHeader
        title="API"
        note={
          <>
            Everything below <code className="font-mono">/api/v1</code>, made from what checks the requests;
            for programs as{" "}
            <a href="/api/v1/openapi.json" className="text-link">
              OpenAPI
            </a>
            .
          </>
        }
      />
      <ApiDocs
        description={describeApi() as unknown as Description}
        told={await parameter(searchParams, "route")}
      />
    </Page>
  );
}
