import { describeApi } from "@/lib/http/open-api";
import { json } from "@/lib/http/route";

export function GET(): Response {
  return json(describeApi());
}
