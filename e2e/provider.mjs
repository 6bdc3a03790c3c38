// A real OpenID Connect provider on loopback, for the tests of signing in through one. Whoever types "name" as their
// login is name@example.org; "name:group,group" is the same person in these groups, and "name!" one whose address the
// provider has not verified.
import Provider from "oidc-provider";

const url = new URL(process.env.PROVIDER_URL);

function claimsOf(login) {
  const [name, groups = ""] = login.split(":");
  const unverified = name.endsWith("!");
  const plain = name.replace("!", "");
  return {
    sub: login,
    email: `${plain}@example.org`,
    email_verified: !unverified,
    name: `${plain.charAt(0).toUpperCase()}${plain.slice(1)} of the provider`,
    groups: groups.split(",").filter(Boolean),
  };
}

const provider = new Provider(url.origin, {
  clients: [JSON.parse(process.env.PROVIDER_CLIENT)],
  cookies: { keys: ["only for tests"] },
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  findAccount: (_context, login) => ({ accountId: login, claims: () => claimsOf(login) }),
});

provider.listen(Number(url.port), "127.0.0.1");
