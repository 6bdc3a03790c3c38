import { signInSettings } from "@/lib/access/sign-in-settings";
import { disconnect } from "@/lib/db/client";
import { env } from "@/lib/env";
import { newSetUpToken } from "@/lib/set-up/service";

/**
 * Complains of sign-in settings that can't be used before anything is served, and prints how the first administrator
 * gets in while there is none.
 */
async function prepare(localUrl: string): Promise<void> {
  signInSettings();
  const token = await newSetUpToken();
  if (token === null) return;
  const url = new URL(`/set-up?token=${token}`, env().AUS_URL ?? localUrl);
  process.stdout.write(
    `Nobody administers this service yet. This link makes the first administrator, once, within 24 hours:\n\n  ${url.href}\n\n`,
  );
}

try {
  await prepare(process.argv[2] ?? "");
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await disconnect();
}
