import { Refusal } from "@/lib/errors";
import { problem } from "@/lib/http/problem";

function nothingHere(request: Request): Response {
  return problem(new Refusal("not-found", `There is nothing at ${new URL(request.url).pathname}`));
}

export {
  nothingHere as GET,
  nothingHere as HEAD,
  nothingHere as POST,
  nothingHere as PUT,
  nothingHere as PATCH,
  nothingHere as DELETE,
};
