/** The three forms in which AUS2 wrote its snippets. */
export type SnippetSchema = 0 | 1 | 2;

/** Lines of schema 0, in order; the last three only in completes. */
export const positionalKeys = [
  "type",
  "url",
  "hashFunction",
  "hashValue",
  "size",
  "build",
  "appv",
  "extv",
  "detailsUrl",
] as const;

/** Keys of every schema that are not attributes of the <update> element. */
export const patchKeys = ["type", "url", "hashFunction", "hashValue", "size", "build"] as const;

/** By schema: a snippet's key → the attribute of the <update> element that it becomes. */
const attributesOf10: Readonly<Record<string, string>> = {
  appv: "version",
  extv: "extensionVersion",
  detailsUrl: "detailsURL",
  licenseUrl: "licenseURL",
};

const attributesOf2: Readonly<Record<string, string>> = {
  displayVersion: "displayVersion",
  appVersion: "appVersion",
  platformVersion: "platformVersion",
  detailsUrl: "detailsURL",
  licenseUrl: "licenseURL",
  actions: "actions",
  billboardURL: "billboardURL",
  openURL: "openURL",
  notificationURL: "notificationURL",
  alertURL: "alertURL",
  showPrompt: "showPrompt",
  showNeverForVersion: "showNeverForVersion",
  showSurvey: "showSurvey",
  promptWaitTime: "promptWaitTime",
};

export function attributesOf(schema: SnippetSchema): Readonly<Record<string, string>> {
  return schema === 2 ? attributesOf2 : attributesOf10;
}

/** Without these a complete makes no update that a client could take. */
export function requiredAttributes(schema: SnippetSchema): readonly string[] {
  return schema === 2 ? ["appVersion"] : ["appv", "extv"];
}

export function isKnownKey(schema: SnippetSchema, key: string): boolean {
  return (
    key === "updateType" ||
    (patchKeys as readonly string[]).includes(key) ||
    Object.hasOwn(attributesOf(schema), key)
  );
}
