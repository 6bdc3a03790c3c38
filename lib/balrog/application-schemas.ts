import type { ApplicationContent } from "@/lib/releases/release";

/** By Balrog's name: the name in XML. */
type AttributeNames = Readonly<Record<string, string>>;

/** What tells the versions of Balrog's application schema apart. */
export type ApplicationSchema = {
  readonly dialect: ApplicationContent["dialect"];
  readonly attributeOrder: ApplicationContent["attributeOrder"];
  /** Attributes of <update> that the release says. */
  readonly attributes: AttributeNames;
  /** Attributes of <update> that a build may say instead. */
  readonly buildAttributes: AttributeNames;
  /** Whether builds say that they update the operating system. */
  readonly osUpdates: boolean;
};

const versions = {
  displayVersion: "displayVersion",
  appVersion: "appVersion",
  platformVersion: "platformVersion",
};
const prompts = {
  detailsUrl: "detailsURL",
  showPrompt: "showPrompt",
  showNeverForVersion: "showNeverForVersion",
  actions: "actions",
  openURL: "openURL",
  notificationURL: "notificationURL",
  alertURL: "alertURL",
};
const transparency = {
  binTransMerkleRoot: "binTransMerkleRoot",
  binTransCertificate: "binTransCertificate",
  binTransSCTList: "binTransSCTList",
};

const first: ApplicationSchema = {
  dialect: "gecko-1.8",
  attributeOrder: "dialect",
  attributes: {
    appv: "version",
    extv: "extensionVersion",
    detailsUrl: "detailsURL",
    licenseUrl: "licenseURL",
  },
  buildAttributes: { appv: "version", extv: "extensionVersion" },
  osUpdates: false,
};

function gecko2(attributes: AttributeNames, osUpdates: boolean): ApplicationSchema {
  return {
    dialect: "gecko-2",
    attributeOrder: "dialect",
    attributes: { ...versions, ...attributes },
    buildAttributes: versions,
    osUpdates,
  };
}

const second = gecko2({ ...prompts, licenseUrl: "licenseURL", billboardURL: "billboardURL" }, true);
const fifth = gecko2({ ...second.attributes, promptWaitTime: "promptWaitTime" }, true);
const sixth = gecko2({ ...prompts, promptWaitTime: "promptWaitTime" }, false);
const eighth = gecko2(
  { ...sixth.attributes, backgroundInterval: "backgroundInterval", ...transparency },
  false,
);

/** By schema version. There never was a seventh. */
export const applicationSchemas: ReadonlyMap<number, ApplicationSchema> = new Map([
  [1, first],
  [2, second],
  [3, second],
  [4, second],
  [5, fifth],
  [6, sixth],
  [8, eighth],
  [9, { ...gecko2({}, false), attributeOrder: "name" }],
]);
