import { adminRoute } from "@/lib/http/route";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { rollBackBody as body } from "@/lib/http/schemas-roll-back";
import { submitted } from "@/lib/http/submitted";
import { toWanted } from "@/lib/http/submission";
import { submitRollBack } from "@/lib/roll-back/service";

export const POST = adminRoute({ query, body }, async ({ actor, source, query: { dryRun }, body: given }) => {
  const { reason, sign } = given;
  return submitted(await submitRollBack(actor, toWanted(given), { reason, sign, source, dryRun }));
});
