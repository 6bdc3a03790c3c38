import type { ChatAdapter } from "./adapter";
import type { Telling } from "./chat-words";

/** No service takes less in one message. */
const longest = 1_500;
/** Has no width: what stands around it is not read as one word. */
const nothing = "\u200b";

/** The JSON by which a chat service is told. Nothing that stands in the data mentions anybody, links or formats. */
export function chatMessage(adapter: ChatAdapter, { sentence, link }: Telling): unknown {
  const calm = quiet(sentence);
  return makers[adapter]({
    sentence: calm.length > longest ? `${calm.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : calm,
    link: link && { ...link, label: quiet(link.label) },
  });
}

const makers: Readonly<Record<ChatAdapter, (telling: Telling) => unknown>> = {
  slack: ({ sentence, link }) => ({
    text: entities(sentence) + (link ? ` <${entities(link.url)}|${entities(link.label)}>` : ""),
    unfurl_links: false,
    unfurl_media: false,
  }),
  mattermost: ({ sentence, link }) => ({ text: markdown(sentence) + markdownLink(link, (url) => url) }),
  discord: ({ sentence, link }) => ({
    content: markdown(sentence) + markdownLink(link, (url) => `<${url}>`),
    allowed_mentions: { parse: [] },
  }),
  teams: ({ sentence, link }) => ({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          // Unlike a TextBlock, it knows no Markdown.
          body: [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: sentence }] }],
          actions: link ? [{ type: "Action.OpenUrl", title: link.label, url: link.url }] : [],
        },
      },
    ],
  }),
  matrix: ({ sentence, link }) => ({
    text: sentence + (link ? ` ${link.url}` : ""),
    html: entities(sentence) + (link ? ` <a href="${entities(link.url)}">${entities(link.label)}</a>` : ""),
  }),
  "google-chat": ({ sentence, link }) => ({
    text: unmarked(sentence) + (link ? ` <${link.url}|${unmarked(link.label)}>` : ""),
  }),
};

/** On one line, and without what would call people. Addresses of e-mail stay as they are. */
function quiet(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/@(?=(?:all|channel|everyone|here|room)\b)|(?<![\w.+-])@(?=\w)/gi, `@${nothing}`)
    .trim();
}

function entities(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Mattermost takes Slack's `<!channel>` and `<http://…|…>` as well, before it reads Markdown. */
function markdown(text: string): string {
  return text.replaceAll("<", `<${nothing}`).replace(/[\\`*_~|[\]()<>#]/g, "\\$&");
}

function markdownLink(link: Telling["link"], target: (url: string) => string): string {
  return link ? ` [${markdown(link.label)}](${target(link.url)})` : "";
}

/** Google Chat has no way to write its marks as themselves. */
function unmarked(text: string): string {
  return text.replace(/[<*_~`]/g, `$&${nothing}`);
}
