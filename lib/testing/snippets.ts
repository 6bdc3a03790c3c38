/** A file of a snippet tree. */
export type SnippetText = { readonly path: string; readonly text: string };

type Described = {
  product?: string;
  version?: string;
  buildTarget?: string;
  buildID?: string;
  locale?: string;
  channel?: string;
  /** Of the build that the update brings. */
  to?: string;
  toBuildID?: string;
  url?: string;
  hash?: string;
  partial?: "none" | "empty" | "fake" | "real";
  updateType?: "minor" | "major";
};

const usual = {
  product: "App",
  version: "3.6",
  buildTarget: "Linux_x86-gcc3",
  buildID: "20100101000000",
  locale: "de",
  channel: "release",
  to: "4.0",
  toBuildID: "20110101000000",
  partial: "none",
  updateType: "minor",
} as const;

/** The files of one client state that is offered an update, in schema 1. */
export function offered(described: Described): SnippetText[] {
  const state = { ...usual, ...described };
  const at = pathOf(state);
  const complete = snippet(state, "complete");
  const partials = {
    none: [],
    empty: [""],
    fake: [complete.replace("type=complete", "type=partial")],
    real: [snippet(state, "partial")],
  };
  return [
    { path: `${at}/complete.txt`, text: complete },
    ...partials[state.partial].map((text) => ({ path: `${at}/partial.txt`, text })),
  ];
}

/** The file of one client state that is told that there is no update. */
export function stopped(described: Described): SnippetText[] {
  return [{ path: `${pathOf({ ...usual, ...described })}/complete.txt`, text: "" }];
}

type State = Readonly<Record<string, string>>;

function pathOf(state: State): string {
  const { product, version, buildTarget, buildID, locale, channel } = state;
  return [product, version, buildTarget, buildID, locale, channel].join("/");
}

function snippet(state: State, type: "complete" | "partial"): string {
  const values = {
    type,
    url: state["url"] ?? urlOf(state, type),
    hashFunction: "sha512",
    hashValue: state["hash"] ?? [type, state["to"], state["buildTarget"], state["locale"]].join("-"),
    size: "1234",
    build: state["toBuildID"],
    appv: state["to"],
    extv: state["to"],
    detailsUrl: `http://www.example.com/${String(state["locale"])}/notes/`,
    ...(state["updateType"] === "major" ? { updateType: "major" } : {}),
  };
  const lines = Object.entries(values).map(([key, value]) => `${key}=${String(value)}`);
  return ["version=1", ...lines, ""].join("\n");
}

function urlOf({ channel, to, buildTarget, locale, version }: State, type: "complete" | "partial"): string {
  const os = buildTarget?.startsWith("WINNT") ? "win32" : "linux-i686";
  const file = [...(type === "partial" ? [version] : []), to].join("-");
  const at = `http://${String(channel)}.example.com/${String(to)}-candidates/build2/update/${os}/${String(locale)}`;
  return `${at}/app-${file}.${type}.mar`;
}
