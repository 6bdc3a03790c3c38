import type { TokenRow, UserRow } from "@/lib/access/store";

export function shownToken({ token, ...row }: TokenRow): object {
  const { name, scope, products, channel } = token;
  return { name, scope, products, channel, ...row };
}

export function shownUser({ person, ...row }: UserRow): object {
  const { email, name, grants } = person;
  return { email, name, grants, ...row };
}
