import type { Metadata } from "next";

import { BrokenTable } from "@/components/invariants/broken-table";
import { InvariantsPanel } from "@/components/invariants/invariants-panel";
import { LastChecks } from "@/components/invariants/last-checks";
import { text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Alert } from "@/components/ui/form";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { checkStatement, listChecked } from "@/lib/analysis/service-invariants";
import { Refusal } from "@/lib/errors";
import { invariantSchema } from "@/lib/invariants/invariant";
import { statementExamples } from "@/lib/invariants/statement";

import { parameter, read } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Invariants" };

export default async function InvariantsPage({ searchParams }: { searchParams: SearchParams }) {
  const tried = (await parameter(searchParams, "try")).trim();
  const { invariants, lastChecks } = await read((actor) => listChecked(actor, null));
  return (
    <Page knows={{ try: text }}>
      <PageHeader
        title="Invariants"
        note="What has to hold for clients whatever changes. Each is checked for every version that was shipped."
      />
      <div className="grid gap-4">
        <InvariantsPanel invariants={invariants} />
        <LastChecks checks={lastChecks.map((check) => ({ ...check, at: check.at.toISOString() }))} />
        {invariants
          .filter(({ broken }) => broken.length > 0)
          .map(({ name, statement, broken }) => (
            <Panel key={name} title={`Not so: ${name}`} note={statement}>
              <BrokenTable broken={broken} caption={`Clients for which “${name}” does not hold`} />
            </Panel>
          ))}
        <Panel title="Try a statement" note="without keeping it">
          <form action="/invariants" method="get" className="flex flex-wrap items-end gap-3 p-3">
            <label className="grid min-w-72 flex-1 gap-1 text-xs font-medium">
              Statement
              <TextField
                name="try"
                required
                defaultValue={tried}
                placeholder={statementExamples[0]}
                className="h-7 px-2 text-xs"
              />
            </label>
            <Button type="submit">Check</Button>
          </form>
          {tried !== "" && <Tried statement={tried} />}
        </Panel>
      </div>
    </Page>
  );
}

async function Tried({ statement }: { statement: string }) {
  const parsed = invariantSchema.shape.statement.safeParse(statement);
  if (!parsed.success) return <Wrong>{parsed.error.issues[0]?.message ?? "This is no statement."}</Wrong>;
  const outcome = await read(async (actor) => {
    try {
      return await checkStatement(actor, parsed.data, null);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "unauthenticated") throw error;
      return error.message;
    }
  });
  if (typeof outcome === "string") return <Wrong>{outcome}</Wrong>;
  const { states, broken } = outcome;
  if (broken.length > 0) return <BrokenTable broken={broken} caption="Clients for which it does not hold" />;
  return (
    <p role="status" className="px-3 pb-3 text-xs text-ink-soft">
      {states === 0
        ? "There are no such clients, so that it says nothing."
        : `Holds for all ${states.toLocaleString("en-US")} builds that it is about.`}
    </p>
  );
}

function Wrong({ children }: { children: string }) {
  return (
    <div className="px-3 pb-3">
      <Alert>{children}</Alert>
    </div>
  );
}
