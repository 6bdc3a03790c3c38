// Prints the address of a database on the server of a service that is being tested, for one of its roles.
import { startPostgres } from "../lib/boot/postgres.mjs";
import { end } from "../lib/boot/process.mjs";

const [database, role] = process.argv.slice(2);
const address = await startPostgres();
console.log(address(database, role));
await end(0);
