import { tokenScopes, type TokenScope } from "@/lib/access/role";

import { changeOfRow } from "./access-change";
import { changeOptions, type ChangeOptions } from "./change-options";
import { submitChangeSet } from "./change-set";
import { connect, type Client } from "./client";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson, table } from "./output";
import type { CommandGroups } from "./registration";
import { shellWord } from "./shell-word";
import { sendChange } from "./send-change";
import { readFuture, shownTime } from "./times";
import type { Written } from "./written";

type Token = {
  readonly name: string;
  readonly scope: TokenScope;
  readonly products: readonly string[];
  readonly channel: string;
  readonly expiresAt: string | null;
  readonly revoked: boolean;
  readonly comment: string | null;
  readonly lastUsedAt: string | null;
  readonly rowVersion: number;
};

/** `aus tokens …` */
export function registerTokens({ io, program, run }: CommandGroups): void {
  const tokens = program.command("tokens").description("what release automation signs in with");
  tokens
    .command("list")
    .description("the tokens by name, never their secrets")
    .option("--json", "print the result as JSON")
    .action(run((options: { json?: true }) => list(io, options)));
  changeOptions(
    tokens
      .command("create")
      .description("make a token; its secret is shown this once")
      .argument("<name>")
      .requiredOption("--scope <scope>", `what it may do: ${tokenScopes.join(", ")}`)
      .option("--product <name>", "only for a product; repeatable", collect)
      .option("--channel <channel>", 'only for a channel, or a prefix followed by "*"', "*")
      .requiredOption("--expires <time>", 'when it ends, e.g. "in 90d" or 2027-01-01')
      .option("--comment <text>", "what it is for"),
  ).action(run((name: string, options: CreateOptions) => create(io, name, options)));
  tokens
    .command("secret")
    .description("show, this once, the secret of a token that had to be signed first")
    .argument("<name>")
    .option("--json", "print the result as JSON")
    .action(run((name: string, options: { json?: true }) => giveSecret(io, name, options)));
  changeOptions(tokens.command("revoke").description("end a token").argument("<name>")).action(
    run((name: string, options: ChangeOptions) => revoke(io, name, options)),
  );
}

type CreateOptions = ChangeOptions & {
  scope: string;
  product?: string[];
  channel: string;
  expires: string;
  comment?: string;
};

function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

async function readTokens(client: Client): Promise<Token[]> {
  return (await client.get<{ tokens: Token[] }>("tokens")).body.tokens;
}

async function list(io: Io, { json }: { json?: true }): Promise<ExitStatus> {
  const tokens = await readTokens(connect(io));
  const heads = ["name", "scope", "products", "channel", "expires", "last used", "comment"];
  const rows = tokens.map((token) => [
    token.name,
    token.scope,
    token.products.length === 0 ? "*" : token.products.join(", "),
    token.channel,
    endOf(token),
    token.lastUsedAt === null ? "never" : shownTime(token.lastUsedAt),
    token.comment ?? "",
  ]);
  if (json) printJson(io, { tokens });
  else io.print(rows.length === 0 ? "No token." : table(io, heads, rows));
  return exitStatus.done;
}

function endOf({ revoked, expiresAt }: Token): string {
  if (revoked) return "revoked";
  return expiresAt === null ? "never" : shownTime(expiresAt);
}

async function create(io: Io, name: string, options: CreateOptions): Promise<ExitStatus> {
  const { scope, product = [], channel, expires, comment = null } = options;
  const expiresAt = readFuture(expires, "--expires", io.now());
  const token = { name, scope, products: product, channel, expiresAt, comment };
  const client = connect(io);
  const made: { secret: string | null } = { secret: null };
  const status = await sendChange(
    io,
    client,
    {
      send: async (reason, dryRun) => {
        const answer = await client.send<Written & { secret: string | null }>(
          "POST",
          dryRun ? "tokens?dryRun=1" : "tokens",
          { ...token, reason },
        );
        made.secret = answer.body.secret;
        return answer;
      },
      show: () => [`${name}: ${scope} for ${product.join(", ") || "every product"}, on ${channel}`],
      showsRows: true,
      reason: `Add the token ${name}`,
      question: `Make the token ${name}?`,
    },
    options,
  );
  if (options.json || options.dryRun) return status;
  io.print(made.secret ?? `Once it is signed, \`aus tokens secret ${shellWord(name)}\` gives its secret.`);
  return status;
}

async function giveSecret(io: Io, name: string, { json }: { json?: true }): Promise<ExitStatus> {
  const at = `tokens/${encodeURIComponent(name)}/secret`;
  const { body } = await connect(io).send<{ secret: string }>("POST", at);
  if (json) printJson(io, body);
  else io.print(body.secret);
  return exitStatus.done;
}

async function revoke(io: Io, name: string, options: ChangeOptions): Promise<ExitStatus> {
  const client = connect(io);
  const token = (await readTokens(client)).find((one) => one.name === name && !one.revoked);
  if (!token) throw new Failure(`There is no valid token "${name}". \`aus tokens list\` shows them.`);
  const { rowVersion } = token;
  const change = changeOfRow(
    `token ${name}`,
    { entity: "token", action: "update", key: { name }, rowVersion, fields: { revoked: true } },
    { before: token, question: `Revoke the token ${name}?` },
  );
  return submitChangeSet(io, client, { ...change, reason: `Revoke the token ${name}` }, options);
}
