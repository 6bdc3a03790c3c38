import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { readText } from "@/lib/http/body";
import { parseInput } from "@/lib/http/parse";
import { problem } from "@/lib/http/problem";
import { json } from "@/lib/http/route";
import { nodeMessageSchema, receive } from "@/lib/nodes/service-receive";
import { isSigned, reportPath, signatureHeader } from "@/lib/nodes/signature";

/** In bytes; nodes send what is more in several pieces. */
const largest = 16 * 1024 * 1024;

/** Takes what nodes of this deployment say of themselves. */
export async function POST(request: Request): Promise<Response> {
  try {
    const body = await readText(request, largest);
    const signature = request.headers.get(signatureHeader);
    if (!isSigned(env().AUS_SECRET, { path: reportPath, body, signature })) {
      throw new Refusal("unauthenticated", "Only nodes with this deployment's AUS_SECRET report here");
    }
    await receive(parseInput(nodeMessageSchema, parsed(body)));
    return json({});
  } catch (error) {
    return problem(error);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new Refusal("malformed", "The body is not JSON");
  }
}
