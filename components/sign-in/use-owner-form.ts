import { useState } from "react";

import type { FormOutcome } from "@/components/ui/outcome";
import { useForm } from "@/components/ui/use-form";

import { signIn } from "./credentials";

/**
 * A form that sets an account's password, and then signs its owner in.
 * @param emailOf whose account it is, told what was sent
 */
export function useOwnerForm(
  send: (fields: Record<string, string>) => Promise<FormOutcome>,
  emailOf: (fields: Record<string, string>) => string,
) {
  const [isLeaving, setIsLeaving] = useState(false);
  const { submit, isBusy, errors, complaint } = useForm(send, async (fields) => {
    setIsLeaving(true);
    const { kind } = await signIn(emailOf(fields), fields["password"] ?? "");
    window.location.assign(kind === "signed in" ? "/overview" : "/sign-in");
  });
  return { submit, isWaiting: isBusy || isLeaving, errors, complaint };
}
