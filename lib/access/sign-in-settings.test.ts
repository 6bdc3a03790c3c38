import { expect, test, vi } from "vitest";

const provider = {
  OIDC_ISSUER: "https://login.example.com/",
  OIDC_CLIENT_ID: "aus3",
  OIDC_CLIENT_SECRET: "secret",
};

/** Reads the settings anew, as a program does that starts with these. */
async function settingsWith(given: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  try {
    const { signInSettings } = await import("./sign-in-settings");
    return signInSettings();
  } finally {
    vi.unstubAllEnvs();
  }
}

test("without settings there are passwords only, 12 hours of idleness and a week", async () => {
  expect(await settingsWith({})).toEqual({
    provider: null,
    sessionLimits: { idle: 12 * 3_600_000, absolute: 7 * 24 * 3_600_000 },
  });
});

test("a provider needs three settings; groups give roles only where they are mapped", async () => {
  expect((await settingsWith(provider)).provider).toMatchObject({
    issuer: "https://login.example.com",
    groupsClaim: "groups",
    groupRoles: null,
  });
  const { provider: mapped } = await settingsWith({ ...provider, OIDC_ROLES: "it=admin" });
  expect(mapped?.groupRoles?.get("it")).toEqual([{ role: "admin", product: "*" }]);
});

test.each([
  [{ OIDC_ISSUER: "https://login.example.com" }, "Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too"],
  [{ OIDC_ROLES: "it=admin" }, "Set OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too"],
  [{ ...provider, OIDC_ISSUER: "http://login.example.com" }, "OIDC_ISSUER must begin with https://"],
  [{ ...provider, OIDC_ISSUER: "login" }, "OIDC_ISSUER must be the provider's address"],
  [{ ...provider, OIDC_ROLES: "it=boss" }, 'OIDC_ROLES: "boss" is no role'],
  [{ ...provider, OIDC_SCOPE: "email" }, "OIDC_SCOPE must contain openid"],
  [{ SESSION_IDLE_HOURS: "0" }, "SESSION_IDLE_HOURS must be at least"],
  [
    { SESSION_IDLE_HOURS: "10", SESSION_HOURS: "5" },
    "SESSION_IDLE_HOURS must not be more than SESSION_HOURS",
  ],
])("%j stops the start and says why", async (given, message) => {
  await expect(settingsWith(given)).rejects.toThrow(message);
});
