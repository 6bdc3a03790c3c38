// The drill of failures, what somebody set wrongly: each is named in the log and by the API, and clients are answered.
import http from "node:http";
import { once } from "node:events";

import { within } from "./drill-kit.mjs";
import { siteNode } from "./drill-site.mjs";
import { CuttableWay } from "./drill-way.mjs";

export async function settingFailures(site) {
  await site.phase("nodes with a wrong password, and with a host that does not answer", () =>
    wrongDatabases(site),
  );
  await site.phase("two nodes of one name", () => sameName(site));
  await site.phase("a hook whose target answers 500", () => failingHook(site));
}

async function wrongDatabases(site) {
  const { address, service, work } = site;
  const right = new URL(address("aus3"));
  const wrong = new URL(right);
  wrong.password = "wrong";
  const silent = await new CuttableWay(right).open();
  silent.silence();
  const report = { AUS_REPORT_URL: service.url };
  const made = [
    [
      await siteNode({ work, name: "wrong-password", env: { ...report, REPLICA_URL: wrong.href } }),
      /password/,
    ],
    [
      await siteNode({ work, name: "no-answer", env: { ...report, DATABASE_URL: silent.address } }),
      /time-?out|timeout/i,
    ],
  ];
  for (const [{ program }] of made) void program.start().catch(() => undefined);
  await Promise.all(made.map((one) => isNamed(site, one)));
  for (const [{ program }] of made) await program.stop();
  await silent.cut();
}

async function isNamed({ alarms, check }, [{ name, program }, detail]) {
  await alarms(name, "nothing-served", { detail, patience: 30_000 });
  const line = program.text.split("\n").find((said) => /the database is away/.test(said)) ?? "";
  check(detail.test(line), `the log of ${name} says why`);
}

async function sameName({ work, ways, near, service, change, check, alarms }) {
  const twin = await siteNode({
    work: `${work}/twin`,
    name: near.name,
    env: { DATABASE_URL: ways.primary.address, AUS_REPORT_URL: service.url },
  });
  await twin.program.start();
  await alarms(near.name, "same-name", { patience: 30_000 });
  // The worker looks once a minute.
  check(await within(75_000, () => /same-name/.test(service.program.text)), "the service's log says so");
  check(await change.isNow(twin.url), "both answer rightly");
  await twin.program.stop();
}

async function failingHook({ ask, service, check, changeArrives }) {
  let asked = 0;
  const target = http.createServer((_request, response) => {
    asked++;
    response.writeHead(500).end();
  });
  target.listen(0, "127.0.0.1");
  await once(target, "listening");
  const name = `failing-${Date.now()}`;
  await ask("/hooks", { name, url: `http://127.0.0.1:${target.address().port}/`, events: ["enacted"] });
  await changeArrives("with a hook that fails");
  const isTold = async () => {
    const { deliveries } = await ask(`/hooks/${name}/deliveries`);
    return deliveries.some((one) => JSON.stringify(one).includes("500"));
  };
  check(
    await within(30_000, isTold),
    `the deliveries of the hook say that its target answers 500 (asked ${asked} times)`,
  );
  check(/It answered 500/.test(service.program.text), "so does the service's log");
  const { hooks } = await ask("/hooks");
  const { rowVersion } = hooks.find((one) => one.name === name);
  const operations = [{ entity: "hook", action: "delete", key: { name }, rowVersion }];
  await ask("/change-sets", { reason: "The drill is over", operations });
  target.closeAllConnections();
  target.close();
}
