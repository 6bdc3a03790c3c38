import { requireSignedIn } from "@/lib/access/session";
import { eventStream } from "@/lib/http/event-stream";
import { pageBuild } from "@/lib/http/page-build";
import { problem } from "@/lib/http/problem";
import { readPosition, watch } from "@/lib/live/service";
import { isSignedIn } from "@/lib/sessions/service";

export const dynamic = "force-dynamic";

/** Whether a page that asks for its data anew would get it, and of which build. */
export async function HEAD(): Promise<Response> {
  try {
    await requireSignedIn();
    const headers = { "cache-control": "no-store", "aus3-build": pageBuild() };
    return new Response(null, { status: 204, headers });
  } catch (error) {
    return problem(error);
  }
}

/** What happens while somebody looks, as server-sent events. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { person, id } = await requireSignedIn();
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
