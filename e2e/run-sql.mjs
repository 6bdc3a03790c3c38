// Runs a statement on the database of a service that is being tested, as its superuser, and prints the rows.
// Without one it prints the address of a database of that name on the same server.
import pg from "pg";

import { startPostgres } from "../lib/boot/postgres.mjs";
import { end } from "../lib/boot/process.mjs";

const [database, statement] = process.argv.slice(2);
const address = await startPostgres();
if (statement === undefined) console.log(JSON.stringify(address(database, "owner")));
else {
  const client = new pg.Client({ connectionString: address(database, "superuser") });
  await client.connect();
  const { rows } = await client
    .query(`SET session_replication_role = replica; ${statement}`)
    .then((r) => r.at(-1));
  console.log(JSON.stringify(rows ?? []));
  await client.end();
}
await end(0);
