/** What a made-up client says of itself, before it is put into a URL. */
export type Client = {
  readonly form: 1 | 2 | 3 | 4 | 5 | 6;
  readonly product: string;
  readonly version: string;
  readonly buildID: string;
  readonly buildTarget: string;
  readonly locale: string;
  readonly channel: string;
  readonly osVersion: string;
  readonly instructionSet: string;
  readonly memory: number | null;
  readonly jaws: boolean | null;
  readonly distribution: string;
  readonly distVersion: string;
  readonly powerPC: boolean;
  readonly mig64: boolean | null;
  readonly force: "1" | "-1" | null;
  readonly pin: string | null;
};

export function urlOf(client: Client): string {
  const { form } = client;
  const path = [
    ...[client.product, client.version, client.buildID, client.buildTarget, client.locale, client.channel],
    ...(form >= 2 ? [client.osVersion] : []),
    ...(form === 6 ? [capabilitiesOf(client)] : []),
    ...(form >= 3 ? [client.distribution, client.distVersion] : []),
    ...(form === 4 || form === 5 ? ["more"] : []),
  ];
  const query = said({ force: client.force, mig64: flag(client.mig64), pin: client.pin }, "=").join("&");
  const search = query === "" ? "" : `?${query}`;
  return `/update/${form}/${path.map(encodeURIComponent).join("/")}/update.xml${search}`;
}

function capabilitiesOf({ instructionSet, memory, jaws }: Client): string {
  return said({ ISET: instructionSet, MEM: memory, JAWS: flag(jaws) }, ":").join(",");
}

function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

function said(values: Readonly<Record<string, string | number | null>>, between: string): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`${name}${between}${value}`],
  );
}

export function userAgentOf({ powerPC }: Client): string {
  return powerPC ? "Mozilla/5.0 (Macintosh; U; PPC Mac OS X)" : "Mozilla/5.0";
}

/** What stands before "-cck-". */
export function fallbackOf(channel: string): string {
  return channel.split("-cck-")[0] ?? channel;
}
