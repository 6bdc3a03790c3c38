import { findSignedIn } from "@/lib/access/session";
import { eventStream } from "@/lib/http/event-stream";
import { problem } from "@/lib/http/problem";
import { readPosition, watch } from "@/lib/live/service";
import { isSignedIn } from "@/lib/sessions/service";
import { Refusal } from "@/lib/errors";

export const dynamic = "force-dynamic";

/** What happens while somebody looks, as server-sent events. */
export async function GET(request: Request): Promise<Response> {
  try {
    const signedIn = await findSignedIn();
    if (!signedIn) throw new Refusal("unauthenticated", "Sign in first");
    const { person, id } = signedIn;
    const position = await readPosition(person);
    return eventStream({
      signal: request.signal,
      mayGoOn: () => isSignedIn(id),
      begin: (send) => {
        send("position", position);
        return watch(person, (event) => {
          send("change", event);
        });
      },
    });
  } catch (error) {
    return problem(error);
  }
}
