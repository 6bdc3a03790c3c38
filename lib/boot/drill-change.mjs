// A change that a drill makes again and again, and where it has arrived.
import { pause, within } from "./drill-kit.mjs";
import { Stop } from "./process.mjs";

/** A rule of the demo that needs nobody's signature, and what it gives in either configuration. */
const rule = 30;
const mappings = ["Heron-99.0b5-build1", "Heron-99.0b4-build1"];
/** What of the paths that do and that do not change is asked for. */
const wanted = 40;
/** Milliseconds in which nodes have a change, while nothing is wrong. */
const settles = 5_000;

/** The configurations 0 and 1, given in turn. */
export class Alternation {
  current = 0;
  bodies = {};
  #ask;
  #load = null;
  /** A path whose answers change. */
  #probe = "";

  /** @param ask what asks the API */
  constructor(ask) {
    this.#ask = ask;
  }

  /** Clients whose answers are to be right all the while. */
  watch(load) {
    this.#load = load;
  }

  /**
   * Finds out what is right in either configuration, for some paths whose answers change and some others.
   * @param url of a node that follows by itself
   */
  async record(url, paths) {
    await this.#enact(1);
    await this.#enact(0);
    await pause(settles);
    const before = await answersOf(url, paths);
    await this.#enact(1);
    await pause(settles);
    const after = await answersOf(url, paths);
    await this.#enact(0);
    const pairs = paths.map((path, n) => [path, [before[n], after[n]]]);
    const changes = ([, [a, b]]) => a !== b;
    if (!pairs.some(changes)) throw new Stop("The change that the drill makes changes no answer.");
    const chosen = [
      ...pairs.filter(changes).slice(0, wanted),
      ...pairs.filter((pair) => !changes(pair)).slice(0, wanted),
    ];
    this.bodies = Object.fromEntries(chosen);
    this.#probe = chosen[0][0];
  }

  /** Makes the change, which need not arrive at once. */
  async begin() {
    await this.#load?.change(1 - this.current);
    await this.secretly();
  }

  /** Makes the change, of which nobody tells the clients. */
  async secretly() {
    this.current = 1 - this.current;
    await this.#enact(this.current);
  }

  /**
   * Waits until these nodes have the change.
   * @returns how many milliseconds that took from the moment that the record names; null: they have not in that time
   */
  async arrived(urls, patience = 20_000) {
    if (!(await within(patience, () => this.isLive(urls)))) return null;
    const now = Date.now();
    await this.#load?.settle();
    const { revision, revisions } = await this.#ask("/nodes");
    return now - Date.parse(revisions.find((one) => one.revision === revision).enactedAt);
  }

  async isLive(urls) {
    return (await Promise.all(urls.map((url) => this.isNow(url)))).every(Boolean);
  }

  /** Whether a node answers from the current configuration; not, where it does not answer. */
  async isNow(url) {
    const answer = await answerOf(url, this.#probe).catch(() => null);
    return answer === this.bodies[this.#probe][this.current];
  }

  async #enact(to) {
    const { rowVersion, mapping } = await this.#ask(`/rules/${rule}`);
    if (mapping === mappings[to]) return;
    await this.#ask("/change-sets", {
      reason: "A drill",
      operations: [
        {
          entity: "rule",
          action: "update",
          key: { id: rule },
          rowVersion,
          fields: { mapping: mappings[to] },
        },
      ],
    });
  }
}

async function answersOf(url, paths) {
  const answers = [];
  for (const path of paths) answers.push(await answerOf(url, path));
  return answers;
}

async function answerOf(url, path) {
  // As the load balancer tells of its client.
  const headers = { "x-forwarded-for": "127.0.0.1" };
  const response = await fetch(url + path, { headers, signal: AbortSignal.timeout(2_000) });
  return response.text();
}
