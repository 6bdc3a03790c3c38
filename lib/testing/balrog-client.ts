import { rehearse } from "@/lib/db/client";
import { answerAsBalrog, balrogApiPath } from "@/lib/http/balrog/api";

export type BalrogAnswer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/** As `askBalrogApi`, and takes back whatever it wrote. */
export function tryBalrogApi(...asked: Parameters<typeof askBalrogApi>): Promise<BalrogAnswer> {
  return rehearse(() => askBalrogApi(...asked));
}

/** Asks as clients of Balrog's admin API do. @param secret undefined: nobody's */
export async function askBalrogApi(
  secret: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<BalrogAnswer> {
  const response = await answerAsBalrog(
    new Request(`http://localhost${balrogApiPath}${path}`, {
      method,
      headers: {
        ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

/**
 * A client as release automation has it: before it writes it asks for the data version of what it writes to.
 */
export class BalrogClient {
  constructor(private readonly secret: string) {}

  ask(method: string, path: string, body?: unknown): Promise<BalrogAnswer> {
    return askBalrogApi(this.secret, method, path, body);
  }

  async write(method: string, path: string, body: object, versionOf = path): Promise<BalrogAnswer> {
    const before = await this.ask("HEAD", versionOf);
    const version = before.headers.get("x-data-version");
    const token =
      before.headers.get("x-csrf-token") ??
      (await this.ask("HEAD", "/csrf_token")).headers.get("x-csrf-token");
    return this.ask(method, path, {
      ...(version !== null && { data_version: Number(version) }),
      ...body,
      csrf_token: token,
    });
  }

  putLocale(release: string, place: { target: string; locale: string }, body: object): Promise<BalrogAnswer> {
    const path = `/releases/${release}/builds/${place.target}/${place.locale}`;
    return this.write("PUT", path, body, `/releases/${release}`);
  }
}
