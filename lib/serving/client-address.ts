/** What of a request says where it comes from. */
type Asker = {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: NodeJS.Dict<string | string[]>;
};

/**
 * The address of the client, as far as it can be trusted: each proxy in front of us appended the address that it
 * saw to X-Forwarded-For, so that the entry which the outermost of them wrote counts from the right.
 *
 * @param trustedProxies how many proxies are in front of us; 0: whoever connects is the client
 */
export function clientAddress(request: Asker, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? "";
  if (trustedProxies === 0) return plain(peer);
  const header = request.headers["x-forwarded-for"];
  if (header === undefined) return plain(peer);
  const entries = (typeof header === "string" ? header : header.join(",")).split(",");
  return plain((entries[Math.max(0, entries.length - trustedProxies)] ?? peer).trim());
}

/** Without what differs between two connections of one client: a port, or IPv4 dressed as IPv6. */
function plain(address: string): string {
  const unwrapped = address.startsWith("::ffff:") ? address.slice(7) : address;
  const bracketed = /^\[([^\]]*)\]/.exec(unwrapped)?.[1];
  if (bracketed !== undefined) return bracketed;
  const colon = unwrapped.indexOf(":");
  return colon > 0 && unwrapped.includes(".") && colon === unwrapped.lastIndexOf(":")
    ? unwrapped.slice(0, colon)
    : unwrapped;
}
