// What clients of a database's releases ask.
import pg from "pg";

const mostAsked = 2_000;

/** Requests of clients of every release that is there, on each channel that a rule names. */
export async function clientPaths(address) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT r.product, r.version, b.build_id, b.build_target, b.locale, c.channel
      FROM builds AS b JOIN releases AS r ON r.name = b.release
      CROSS JOIN (SELECT DISTINCT rtrim(channel, '*') AS channel FROM rules WHERE channel IS NOT NULL) AS c
      WHERE r.version IS NOT NULL
      ORDER BY md5(concat(b.release, b.build_target, b.locale, c.channel)) LIMIT $1`,
      [mostAsked],
    );
    return rows.map((row) => {
      const fields = [row.product, row.version, row.build_id, row.build_target, row.locale, row.channel];
      const said = fields.map((field) => encodeURIComponent(field || "default"));
      return `/update/3/${said.join("/")}/Linux/default/default/update.xml?force=1`;
    });
  } finally {
    await client.end();
  }
}
