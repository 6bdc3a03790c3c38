import { expect, test } from "vitest";

import { faultInXml } from "./well-formed";

test.each([
  '<?xml version="1.0"?>\n<updates>\n</updates>',
  '<?xml version="1.0"?><updates><update a="1" b="&amp;&#10;é"><patch/></update></updates>',
])("%s is well-formed", (xml) => {
  expect(faultInXml(xml)).toBeNull();
});

test.each([
  "",
  '<?xml version="1.0"?>',
  "<updates>",
  "<updates></update>",
  '<updates a="&"/>',
  '<updates a="<"/>',
  '<updates a="1" a="2"/>',
  "<updates a=1/>",
  "<updates>\u0001</updates>",
  "<updates>&nbsp;</updates>",
  "<updates/><updates/>",
  "<updates/>x",
  "<updates>\uD800</updates>",
])("%s is not", (xml) => {
  expect(faultInXml(xml)).not.toBeNull();
});
