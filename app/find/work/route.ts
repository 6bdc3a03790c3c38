import { toShownTask } from "@/app/(dashboard)/shown-task";
import { requireActor } from "@/lib/access/session";
import { problem } from "@/lib/http/problem";
import { json } from "@/lib/http/route";
import { listRunning } from "@/lib/tasks/service";

/** Work that runs, for pages that show how far it is. */
export async function GET(): Promise<Response> {
  try {
    return json({ running: (await listRunning(await requireActor())).map(toShownTask) });
  } catch (error) {
    return problem(error);
  }
}
