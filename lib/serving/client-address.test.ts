import { describe, expect, test } from "vitest";

import { clientAddress } from "./client-address";

function from(peer: string, forwardedFor?: string) {
  return {
    socket: { remoteAddress: peer },
    headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
  };
}

describe("clientAddress", () => {
  test.each([
    ["believes nobody's header without a trusted proxy", from("192.0.2.1", "198.51.100.7"), 0, "192.0.2.1"],
    ["takes the entry that one proxy appended", from("10.0.0.1", "6.6.6.6, 198.51.100.7"), 1, "198.51.100.7"],
    [
      "counts two proxies from the right",
      from("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2"),
      2,
      "198.51.100.7",
    ],
    [
      "takes the first entry of a list that is too short",
      from("10.0.0.1", "198.51.100.7"),
      3,
      "198.51.100.7",
    ],
    ["takes the peer when the proxy says nothing", from("192.0.2.1"), 1, "192.0.2.1"],
    ["reads IPv4 that is dressed as IPv6", from("::ffff:192.0.2.1"), 0, "192.0.2.1"],
    ["drops the port of IPv4", from("10.0.0.1", "198.51.100.7:61234"), 1, "198.51.100.7"],
    ["drops the port of IPv6", from("10.0.0.1", "[2001:db8::7]:61234"), 1, "2001:db8::7"],
    ["leaves IPv6 alone", from("2001:db8::7"), 0, "2001:db8::7"],
    ["survives a header of commas", from("10.0.0.1", ",,,"), 2, ""],
  ])("%s", (_, request, trusted, expected) => {
    expect(clientAddress(request, trusted)).toBe(expected);
  });
});
