import pg from "pg";

import { benchConfiguration } from "./configuration";
import { writeChangeSets, writePeople } from "./large-people";
import { smallReleases, writeReleases, writeRest } from "./large-releases";
import { writeRecord } from "./record";

const sizes = {
  releases: 10_000,
  people: 200,
  inOneRevision: 80_000,
  changeSets: 300,
};

/**
 * Fills an empty database with as much as the dashboard has to bear.
 * @param entries of the record, more than 80,000
 * @returns the newest revision of the record
 */
export async function fillLarge(superuserUrl: string, { entries }: { entries: number }): Promise<number> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  await client.query("SET session_replication_role = replica");
  const configuration = await timed("making the configuration", () => Promise.resolve(benchConfiguration()));
  await timed("writing releases, builds and rules", async () => {
    await writeRest(client, configuration);
    await writeReleases(client, configuration.releases);
    await writeReleases(client, smallReleases(sizes.releases - configuration.releases.length));
  });
  const newest = await timed("writing the record", () =>
    writeRecord(superuserUrl, entries, sizes.inOneRevision),
  );
  await timed("writing people and change sets", async () => {
    await writePeople(client, sizes.people);
    await writeChangeSets(client, sizes.changeSets);
  });
  await client.query("VACUUM ANALYZE");
  await client.end();
  return newest;
}

export async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  console.log(`${name}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}
