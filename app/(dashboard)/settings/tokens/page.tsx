import { KeyRound } from "lucide-react";
import type { Metadata } from "next";

import { TokensPanel, type ShownToken } from "@/components/settings/tokens-panel";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { can } from "@/lib/access/can";
import { listTokens } from "@/lib/access/token";
import { listProducts } from "@/lib/products/service";

import { read } from "../../reading";
import { createToken, issueTokenSecret } from "../actions";

export const metadata: Metadata = { title: "Tokens" };

type TokenRow = Awaited<ReturnType<typeof listTokens>>[number];

export default async function TokensPage() {
  const products = await read(listProducts);
  const tokens = await read(async (actor) =>
    can(actor, "administer", { product: null }) ? listTokens(actor) : null,
  );
  if (!tokens) {
    return (
      <Panel title="Tokens">
        <Notice icon={<KeyRound />} title="Administrators look after tokens">
          Ask one of them for a token: People says who they are.
        </Notice>
      </Panel>
    );
  }
  const now = new Date();
  return (
    <TokensPanel
      tokens={tokens.map((row) => shown(row, now))}
      products={products.map(({ name }) => name)}
      create={createToken}
      issue={issueTokenSecret}
    />
  );
}

function shown({ token, expiresAt, lastUsedAt, ...row }: TokenRow, now: Date): ShownToken {
  const { name, scope, products, channel } = token;
  return {
    ...{ name, scope, products, channel },
    ...row,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    isExpired: expiresAt !== null && expiresAt <= now,
  };
}
