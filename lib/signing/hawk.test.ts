import { expect, test } from "vitest";

import { hawkHeader } from "./hawk";

const credentials = { id: "dh37fgj492je", secret: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn" };
const request = {
  method: "POST",
  url: new URL("http://example.com:8000/resource/1?b=1&a=2"),
  contentType: "text/plain",
  body: "Thank you for flying Hawk",
  at: 1353832234,
  nonce: "j4h3g2",
};

test("a request with a body is proven as in the example of the specification", () => {
  expect(hawkHeader(credentials, { ...request, ext: "some-app-ext-data" })).toBe(
    'Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", hash="Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=", ext="some-app-ext-data", mac="aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw="',
  );
});

test("without anything to add the proof is the one that Hawk's library makes", () => {
  expect(hawkHeader(credentials, request)).toBe(
    'Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", hash="Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=", mac="xMQacUaeJiezHpLu67V4Zc90BK53KGSS4VNYp2M3E3o="',
  );
});
