import type { SignInOutcome } from "./credentials";

export function complaintOf(outcome: SignInOutcome): string | null {
  switch (outcome.kind) {
    case "signed in":
      return null;
    case "refused":
      return "This e-mail address and password do not belong together.";
    case "limited":
      return `Too many attempts from here. Try again in ${inMinutes(outcome.minutes)}.`;
    case "unreachable":
      return "The service does not answer. Nothing was lost: try again in a moment.";
  }
}

function inMinutes(minutes: number): string {
  return minutes <= 1 ? "a minute" : `${String(minutes)} minutes`;
}

const ofProvider: Readonly<Record<string, string>> = {
  unverified: "Your provider has not verified your e-mail address. Verify it there, then try again.",
  disabled: "Your account here is disabled. An administrator can enable it.",
  roles: "Your groups could not be turned into roles here. An administrator finds the reason in the log.",
};

/** @param error what the sign-in library says, as a code */
export function providerComplaint(error: string): string {
  return (
    ofProvider[error] ?? "Signing in there failed. Try again; if it fails again, the log has the reason."
  );
}
