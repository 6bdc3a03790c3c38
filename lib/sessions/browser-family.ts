import bowser from "bowser";

/** What people recognise their browser by, e.g. "Firefox on Linux"; what tells two of them apart is not kept. */
export function browserFamily(userAgent: string | null): string {
  // Its parser refuses to read nothing.
  if (userAgent === null || userAgent.trim() === "") return "Unknown browser";
  const { browser, os } = bowser.parse(userAgent);
  const name = browser.name === undefined || browser.name === "" ? "Unknown browser" : browser.name;
  return os.name === undefined ? name : `${name} on ${os.name}`;
}
