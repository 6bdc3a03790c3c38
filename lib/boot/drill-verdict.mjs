// Which answers are right while a configuration changes: core of the drills that ask all the while.

/**
 * Judges answers of several nodes to whom two configurations, numbered 0 and 1, are given in turn.
 * @param bodies for each path, what is right in either configuration
 */
export class Verdict {
  #bodies;
  #current;
  /** The one that may still be answered from; null: the current one is everywhere. */
  #former = null;
  /** For each node, the number of the question to which it first answered from the current configuration. */
  #changed = new Map();
  #asked = 0;

  constructor(bodies, current) {
    this.#bodies = bodies;
    this.#current = current;
  }

  /** From now on nodes may change over. */
  change(to) {
    this.#former = this.#current;
    this.#current = to;
    this.#changed.clear();
  }

  /** All nodes have changed over: what is asked from now on has to be answered so. */
  settle() {
    this.#former = null;
  }

  /** To be kept with a question until it is answered. */
  ask() {
    return { number: ++this.#asked, former: this.#former };
  }

  /** @returns what is wrong with an answer; null: nothing */
  judge({ number, former }, { path, body, node }) {
    const right = this.#bodies[path];
    if (body === right[this.#current]) {
      if (right[0] !== right[1] && !this.#changed.has(node)) this.#changed.set(node, this.#asked);
      return null;
    }
    const mayBe = former ?? this.#former;
    if (mayBe === null || body !== right[mayBe]) {
      const other = right.indexOf(body);
      return other === -1 ? "a body of neither configuration" : `configuration ${other}, which is over`;
    }
    // Asked after the same node had answered from the newer one.
    return number > (this.#changed.get(node) ?? Infinity)
      ? `${node} went back to configuration ${mayBe}`
      : null;
  }
}
