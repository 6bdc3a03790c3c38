/** What the asking process is told: whom to ask, for how long, and which body to expect if it is always the same. */
export type Order = {
  port: number;
  connections: number;
  constantBody: string | null;
  /** Ends after so many seconds, or when every client state has been asked for once. */
  until: { seconds: number } | "everyone was asked";
};

export type Result = {
  requests: number;
  seconds: number;
  /** In milliseconds. */
  p50: number;
  p99: number;
  errors: number;
  /** The first that went wrong, in words. */
  firstError: string | null;
};

export const distinctClients = 50_000;
