import { requireActor } from "@/lib/access/session";
import { problem } from "@/lib/http/problem";
import { json } from "@/lib/http/route";
import { readReleaseWindow } from "@/lib/overview/service-releases";

/** More of the releases that a page lists. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { searchParams } = new URL(request.url);
    const { window } = await readReleaseWindow(
      await requireActor(),
      (name) => searchParams.get(name)?.slice(0, 200) ?? "",
    );
    return json(window);
  } catch (error) {
    return problem(error);
  }
}
