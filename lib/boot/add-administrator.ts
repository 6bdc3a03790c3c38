import { randomBytes } from "node:crypto";

import { system } from "@/lib/access/role";
import { createUser } from "@/lib/access/service";
import { mintToken } from "@/lib/access/token";
import { disconnect } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

/** Adds the first administrator of a service on a database of one's own, and tells the secrets this once. */
async function add(email: string): Promise<void> {
  const operator = system("operator");
  const password = randomBytes(18).toString("base64url");
  await createUser(operator, { email, name: email, password, grants: [{ role: "admin", product: "*" }] });
  const token = await mintToken(operator, {
    name: `command line of ${email}`,
    scope: "admin",
    expiresAt: null,
  });
  process.stdout.write(
    `${email} may sign in with this password, which is shown this once:\n\n  ${password}\n\n` +
      `For the command line, set AUS_URL to the service's address and AUS_TOKEN to:\n\n  ${token}\n`,
  );
}

try {
  await add(process.argv[2] ?? "");
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await disconnect();
}
