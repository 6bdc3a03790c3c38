export const sources = ["ui", "api", "cli", "seed", "system"] as const;

/** Through which door a change came. */
export type Source = (typeof sources)[number];
