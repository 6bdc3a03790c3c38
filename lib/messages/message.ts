import { z } from "zod";

/** What a message asks of the service: one request of its API, done once however often the message comes. */
export type RequestMessage = {
  /** By which a repeated message is known. */
  readonly id: string;
  readonly method: "POST" | "PUT";
  /** Below /api/v1/. */
  readonly path: string;
  readonly body: unknown;
};

const idWanted = "needs 1 to 200 visible ASCII characters without a blank";

const schema = z.strictObject({
  id: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, `id ${idWanted}`)
    .optional(),
  request: z
    .string("request is wanted, e.g. “POST /change-sets”")
    .regex(
      /^(POST|PUT) \/(?!\/)[\x21-\x7e]{1,2000}$/,
      "request must be POST or PUT and a path of the API, e.g. “POST /change-sets”",
    )
    .refine((text) => !/(^|\/)\.{1,2}(\/|$)|\\|%2e/i.test(text), "request must name its path plainly"),
  body: z.unknown().optional(),
});

/**
 * Reads a message.
 *
 * @param content JSON, as text or already parsed
 * @param messageId the broker's, for messages that give none themselves
 * @returns the request, or why it is none
 */
export function readMessage(content: unknown, messageId: string | undefined): RequestMessage | string {
  const parsed = parseJson(content);
  if (parsed === undefined) return "It is not JSON";
  const read = schema.safeParse(parsed);
  if (!read.success) return read.error.issues.map((issue) => issue.message).join("; ");
  const id = read.data.id ?? messageId;
  if (id === undefined || !/^[\x21-\x7e]{1,200}$/.test(id)) {
    return `Its id, or the property message_id, ${idWanted}: it tells a repeated message from a new one`;
  }
  const [method, path = ""] = read.data.request.split(" ");
  return { id, method: method === "PUT" ? "PUT" : "POST", path: path.slice(1), body: read.data.body };
}

function parseJson(content: unknown): unknown {
  const text = content instanceof Uint8Array ? new TextDecoder().decode(content) : content;
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What is to be done with a message after an answer: try it again "later", "set it aside" because trying again will
 * not help, or "stop" because no message will be let in.
 *
 * @param retryAfter whether the answer says that trying again helps
 */
export function afterRefusal(status: number, retryAfter: boolean): "later" | "set aside" | "stop" {
  if (status === 401) return "stop";
  return status >= 500 || status === 429 || status === 408 || retryAfter ? "later" : "set aside";
}
