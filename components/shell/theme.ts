export const themeCookie = "aus3.theme";

export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

/** What the cookie says; anything else means what the system prefers. */
export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
