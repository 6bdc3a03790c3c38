import { ConsumerStatus, type AsyncMessage } from "rabbitmq-client";

import { afterRefusal, readMessage } from "@/lib/messages/message";

import type { Client } from "./client";
import { Failure } from "./failure";
import type { Io } from "./io";
import { ApiFailure } from "./problem";

/** Milliseconds before a message is tried again; each time twice as long. */
const firstPause = 1_000;
const longestPause = 30_000;

type Reply = (body: unknown) => Promise<void>;
type SetAside = (message: AsyncMessage, why: string, status: number) => Promise<void>;

/** Does what messages ask, each until it is done or can't be. */
export class Consumption {
  readonly #abort = new AbortController();
  failure: Failure | null = null;

  constructor(
    private readonly io: Io,
    private readonly client: Client,
    private readonly stopping: AbortSignal,
    private readonly setAside: SetAside,
  ) {}

  /** Aborted when no message will be let in. */
  get stopped(): AbortSignal {
    return this.#abort.signal;
  }

  /** The message is acknowledged only when what it asks for is committed, or it was set aside. */
  async take(message: AsyncMessage, reply: Reply): Promise<ConsumerStatus> {
    const asked = readMessage(message.body, message.messageId);
    if (typeof asked === "string") return this.#giveUp(message, "A message", asked, 400);
    for (let pause = firstPause; !this.#isOver(); pause = Math.min(pause * 2, longestPause)) {
      try {
        const { status, body } = await this.client.send(asked.method, asked.path, asked.body, asked.id);
        this.io.print(`${asked.id}: done${outcomeOf(body)}`);
        if (message.replyTo) await reply(JSON.stringify({ id: asked.id, status, body }));
        return ConsumerStatus.ACK;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const [todo, status] = next(error);
        if (todo === "set aside") return this.#giveUp(message, asked.id, error.message, status);
        if (todo === "stop") return this.#stop(error);
        this.io.tell(`${asked.id}: tried again in ${String(pause / 1000)} s: ${error.message}`);
        await this.io.pause(pause);
      }
    }
    return ConsumerStatus.REQUEUE;
  }

  #isOver(): boolean {
    return this.stopping.aborted || this.#abort.signal.aborted;
  }

  async #giveUp(message: AsyncMessage, id: string, why: string, status: number): Promise<ConsumerStatus> {
    await this.setAside(message, why, status);
    this.io.tell(`${id}: set aside: ${why}`);
    return ConsumerStatus.ACK;
  }

  #stop(failure: Failure): ConsumerStatus {
    this.failure = failure;
    this.#abort.abort();
    return ConsumerStatus.REQUEUE;
  }
}

function next(error: Failure): [ReturnType<typeof afterRefusal>, number] {
  if (!(error instanceof ApiFailure)) return ["later", 0];
  return [afterRefusal(error.http, error.isPassing), error.http];
}

function outcomeOf(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const { revision = null, changeSet = null } = body as { revision?: unknown; changeSet?: unknown };
  if (typeof revision === "number") return ` as revision ${String(revision)}`;
  return typeof changeSet === "number" ? `: change set ${String(changeSet)} waits` : "";
}
