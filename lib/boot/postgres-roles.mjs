// Who may do what on the embedded PostgreSQL: the superuser is used here only, the owner makes and migrates tables,
// and the application may do no more than its migration grants, so that it can't alter its own record.
import crypto from "node:crypto";

import pg from "pg";

const names = { superuser: "postgres", owner: "aus3_owner", application: "aus3" };
/** Superuser while the first one gets another name, which nobody can do to himself. */
const standIn = "aus3_stand_in";
/** The number of the role that a cluster begins with. */
const bootstrapRole = 10;

export const superuser = names.superuser;

/** @param secret the superuser's password; the others can't be told from each other's */
export function roleAddress({ host, port, secret }, database, role) {
  const password = role === "superuser" ? secret : derive(secret, names[role]);
  return address({ host, port, database, user: names[role], password });
}

function derive(secret, name) {
  return crypto.createHmac("sha256", secret).update(name).digest("base64url");
}

function address({ host = "127.0.0.1", port, database, user, password }) {
  return `postgresql://${user}:${password}@${host}:${port}/${database}`;
}

/** Makes what is missing of the roles. Clusters of versions that had the superuser only are converted. */
export async function ensureRoles(server) {
  if (await isOldCluster(server)) await renameSuperuser(server);
  await connected(roleAddress(server, "postgres", "superuser"), async (client) => {
    const { rows } = await client.query("SELECT rolname FROM pg_roles");
    const there = new Set(rows.map(({ rolname }) => rolname));
    if (there.has(standIn)) await client.query(`DROP ROLE ${standIn}`);
    if (!there.has("aus3_app")) await client.query("CREATE ROLE aus3_app NOLOGIN");
    const make = (role, options) =>
      client.query(
        `CREATE ROLE ${names[role]} LOGIN ${options} PASSWORD '${derive(server.secret, names[role])}'`,
      );
    if (!there.has(names.owner)) await make("owner", "CREATEDB");
    if (!there.has(names.application)) await make("application", "IN ROLE aus3_app");
    await handOver(server, client);
  });
}

async function isOldCluster(server) {
  try {
    await connected(roleAddress(server, "postgres", "superuser"), () => undefined);
    return false;
  } catch (error) {
    if (error.code === "28P01") return true;
    throw error;
  }
}

async function renameSuperuser({ port, secret }) {
  const at = (user) => address({ port, database: "postgres", user, password: secret });
  await connected(at(names.application), async (client) => {
    await client.query(`DROP ROLE IF EXISTS ${standIn}`);
    await client.query(`CREATE ROLE ${standIn} SUPERUSER LOGIN PASSWORD '${secret}'`);
  });
  await connected(at(standIn), (client) =>
    client.query(`ALTER ROLE ${names.application} RENAME TO ${names.superuser}`),
  );
}

/** Gives the owner what the superuser still has of our databases; a database itself last, as a mark that it is done. */
async function handOver(server, client) {
  const { rows } = await client.query(
    `SELECT datname AS name FROM pg_database
    WHERE datdba = ${bootstrapRole} AND NOT datistemplate AND datname <> 'postgres'`,
  );
  for (const { name } of rows) {
    await connected(roleAddress(server, name, "superuser"), (inside) => inside.query(handOverTables));
    await client.query(`ALTER DATABASE ${client.escapeIdentifier(name)} OWNER TO ${names.owner}`);
  }
}

const handOverTables = `
  DO $$
  DECLARE
    found record;
  BEGIN
    FOR found IN SELECT oid::regclass AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = ${bootstrapRole}
    LOOP
      EXECUTE format('ALTER TABLE %s OWNER TO ${names.owner}', found.name);
    END LOOP;
    FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND proowner = ${bootstrapRole}
    LOOP
      EXECUTE format('ALTER FUNCTION %s OWNER TO ${names.owner}', found.name);
    END LOOP;
  END $$`;

/** Does something on a connection of its own. */
export async function connected(connectionString, action) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return await action(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
