// Asks nodes again and again, from where they are, and prints a line of JSON whenever one answers otherwise; or measures
// how long connections take. A program of its own, because a process can't change into another network namespace.
import http from "node:http";
import net from "node:net";

const every = 40;
const patience = 5_000;
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const [mode, said] = process.argv.slice(2);
if (mode === "watch") for (const target of JSON.parse(said)) void watch(target);
else print(await connectionTimes(JSON.parse(said)));

async function watch({ node, url }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let last;
  for (let asked = 1; ; asked++) {
    const answer = await ask(url, agent).catch((error) => `failed: ${error.message}`);
    // Now and then anyway, to show that it is asked at all.
    if (answer !== last || asked % 25 === 0) print({ node, at: Date.now(), answer, asked });
    last = answer;
    await pause(every);
  }
}

/** @returns the version that the client is offered, or "nothing" */
function ask(url, agent) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent, timeout: patience }, async (response) => {
      let body = "";
      for await (const chunk of response.setEncoding("utf8")) body += chunk;
      if (response.statusCode !== 200 || !body.includes("<updates>"))
        reject(new Error(`${response.statusCode}`));
      resolve(/ appVersion="([^"]+)"/.exec(body)?.[1] ?? "nothing");
    });
    request.on("timeout", () => request.destroy(new Error("no answer"))).on("error", reject);
  });
}

/** @returns the milliseconds that each took, in ascending order */
async function connectionTimes({ host, port, count, atOnce }) {
  const took = [];
  const some = async () => {
    for (let i = 0; i < count / atOnce; i++) took.push(await connectionTime(host, port));
  };
  await Promise.all(Array.from({ length: atOnce }, some));
  return took.sort((a, b) => a - b);
}

function connectionTime(host, port) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host, () => {
      resolve(performance.now() - began);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}
