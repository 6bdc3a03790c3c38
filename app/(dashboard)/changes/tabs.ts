import type { ChangeSetFilter } from "@/lib/change-sets/service-read";

type Tab = {
  readonly label: string;
  readonly filter: (email: string) => Pick<ChangeSetFilter, "state" | "waitingFor" | "waitingForOthersThan">;
  /** What is said where there is none. */
  readonly none: { readonly title: string; readonly text: string };
};

/** Views of the list of change sets, by their name in the address. */
export const tabs = {
  me: {
    label: "Waiting for me",
    filter: (email) => ({ waitingFor: email }),
    none: {
      title: "Nothing waits for you",
      text: "Change sets that you can sign are listed here, and your own drafts.",
    },
  },
  others: {
    label: "Waiting for others",
    filter: (email) => ({ waitingForOthersThan: email }),
    none: {
      title: "Nothing waits for anybody else",
      text: "What has been proposed and needs the sign-offs of others is listed here.",
    },
  },
  scheduled: {
    label: "Scheduled",
    filter: () => ({ state: ["scheduled", "paused"] }),
    none: {
      title: "Nothing is scheduled",
      text: "Change sets that take effect at a time, or in several steps, are listed here until their last step.",
    },
  },
  drafts: {
    label: "Drafts",
    filter: () => ({ state: ["draft"] }),
    none: {
      title: "No drafts",
      text: "Edits that are collected before they are proposed are listed here.",
    },
  },
  enacted: {
    label: "Enacted",
    filter: () => ({ state: ["enacted"] }),
    none: {
      title: "Nothing was enacted yet",
      text: "What has taken effect is listed here, with its revision.",
    },
  },
  ended: {
    label: "Not enacted",
    filter: () => ({ state: ["failed", "cancelled", "expired"] }),
    none: {
      title: "Nothing failed",
      text: "Change sets that failed, were cancelled, or found no sign-offs in time are listed here.",
    },
  },
  all: {
    label: "All",
    filter: () => ({}),
    none: { title: "No change sets yet", text: "Whatever is changed from now on is listed here." },
  },
} as const satisfies Readonly<Record<string, Tab>>;

export type TabName = keyof typeof tabs;

export function readTab(text: string, fallback: TabName): TabName {
  return Object.hasOwn(tabs, text) ? (text as TabName) : fallback;
}
