import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { Suspense } from "react";

import { MendInDraft } from "@/components/changes/mend-in-draft";
import { ProblemList } from "@/components/changes/problem-list";
import { operationInWords } from "@/components/drafts/edit-words";
import { choice } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { ProductFilter } from "@/components/shell/product-filter";
import { SelectField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { can } from "@/lib/access/can";
import type { Problem } from "@/lib/analysis/problem";
import { problemsOf } from "@/lib/analysis/service";
import { readView } from "@/lib/overview/service";

import { read, readAddress } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Problems" };

type Asked = { product: string; severity: string };

export default async function ProblemsPage({ searchParams }: { searchParams: SearchParams }) {
  const { products } = await read(readView);
  const knows = { product: choice(products), severity: choice(["error", "warning"]) };
  const asked: Asked = await readAddress(searchParams, knows);
  return (
    <Page knows={knows}>
      <PageHeader
        title="Problems"
        note="What is wrong with the configuration as it is, and the edits that put it right."
        actions={<Filter asked={asked} products={products} />}
      />
      <Suspense
        fallback={
          <Panel>
            <p role="status" className="px-3 py-3 text-xs text-ink-soft">
              Looking for problems …
            </p>
          </Panel>
        }
      >
        <Found asked={asked} />
      </Suspense>
    </Page>
  );
}

async function Found({ asked }: { asked: Asked }) {
  const { problems, mayMend } = await read(async (actor) => {
    const found = (await problemsOf(actor)).problems.filter((problem) => fits(problem, asked));
    return {
      problems: found,
      mayMend: new Set(found.filter(({ product }) => can(actor, "push", { product }))),
    };
  });
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
  if (problems.length === 0) {
    return (
      <Panel>
        <Notice icon={<ShieldCheck />} title="No problems">
          {asked.product === "" && asked.severity === ""
            ? "Every rule can decide, every release has what its clients need."
            : "Nothing fits this filter."}
        </Notice>
      </Panel>
    );
  }
  return (
    <Panel title={count} note={errors === 0 ? "none of them an error" : `${String(errors)} of them errors`}>
      <ProblemList
        problems={problems}
        mend={(problem) =>
          problem.mend &&
          mayMend.has(problem) && (
            <MendInDraft operation={problem.mend} says={operationInWords(problem.mend)} />
          )
        }
      />
    </Panel>
  );
}

function fits({ product, severity }: Problem, asked: Asked): boolean {
  const isOf = asked.product === "" || product === asked.product;
  return isOf && (asked.severity === "" || severity === asked.severity);
}

function Filter({ asked, products }: { asked: Asked; products: readonly string[] }) {
  return (
    <FilterForm label="Problems" isFiltered={asked.product !== "" || asked.severity !== ""}>
      <ProductFilter products={products} defaultValue={asked.product} />
      <SelectField
        name="severity"
        aria-label="Severity"
        defaultValue={asked.severity}
        options={[
          { value: "", label: "Errors and warnings" },
          { value: "error", label: "Errors" },
          { value: "warning", label: "Warnings" },
        ]}
      />
    </FilterForm>
  );
}
