import { requireActor } from "@/lib/access/session";
import { problem } from "@/lib/http/problem";
import { json } from "@/lib/http/route";
import { findPlaces } from "@/lib/overview/service-find";

const longest = 200;

/** Rules, releases and change sets that fit what somebody types. */
export async function GET(request: Request): Promise<Response> {
  try {
    const text = new URL(request.url).searchParams.get("q") ?? "";
    return json({ found: await findPlaces(await requireActor(), text.slice(0, longest)) });
  } catch (error) {
    return problem(error);
  }
}
