import { ConsumerStatus, type AsyncMessage } from "rabbitmq-client";
import { expect, test } from "vitest";

import type { Client } from "./client";
import { Consumption } from "./consumption";
import { Failure } from "./failure";
import type { Io } from "./io";
import { ApiFailure } from "./problem";

const request = { id: "m-1", request: "POST /change-sets", body: { reason: "x" } };
const message = (body: unknown = request, replyTo?: string) => ({ body, replyTo }) as unknown as AsyncMessage;
const refusal = (status: number, isPassing = false) =>
  new ApiFailure({ detail: `No: ${String(status)}`, errors: [], conflicts: [] }, { status, isPassing }, []);

/** A service that answers in turn, and what came of it. */
function consumption(...answers: (object | Error)[]) {
  const seen = {
    sent: [] as unknown[],
    aside: [] as unknown[],
    replies: [] as unknown[],
    pauses: [] as number[],
  };
  const io = {
    print: () => undefined,
    tell: () => undefined,
    pause: (ms: number) => Promise.resolve(void seen.pauses.push(ms)),
  } as unknown as Io;
  const send = (...sent: unknown[]) => {
    seen.sent.push(sent);
    const answer = answers.shift();
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({ status: 200, revision: null, body: answer });
  };
  const work = new Consumption(
    io,
    { send } as unknown as Client,
    new AbortController().signal,
    (_, why, status) => Promise.resolve(void seen.aside.push([status, why])),
  );
  const take = (one = message()) =>
    work.take(one, (body) => Promise.resolve(void seen.replies.push(JSON.parse(body as string))));
  return { ...seen, work, take };
}

test("a request is made with the message's id, and acknowledged when it is done", async () => {
  const { take, sent, replies } = consumption({ revision: 7 });
  expect(await take(message(request, "answers"))).toBe(ConsumerStatus.ACK);
  expect(sent).toEqual([["POST", "change-sets", { reason: "x" }, "m-1"]]);
  expect(replies).toEqual([{ id: "m-1", status: 200, body: { revision: 7 } }]);
});

test("what is refused or no request is set aside with the reason, and never tried again", async () => {
  const { take, sent, aside } = consumption(refusal(409));
  expect(await take()).toBe(ConsumerStatus.ACK);
  expect(await take(message("{"))).toBe(ConsumerStatus.ACK);
  expect(sent).toHaveLength(1);
  expect(aside).toEqual([
    [409, "No: 409"],
    [400, "It is not JSON"],
  ]);
});

test("what may pass is tried again, with growing pauses", async () => {
  const { take, pauses, aside } = consumption(refusal(503), new Failure("away"), refusal(409, true), {});
  expect(await take()).toBe(ConsumerStatus.ACK);
  expect(pauses).toEqual([1_000, 2_000, 4_000]);
  expect(aside).toEqual([]);
});

test("a token that is not let in ends the work, and the message stays in the queue", async () => {
  const { take, work } = consumption(refusal(401));
  expect(await take()).toBe(ConsumerStatus.REQUEUE);
  expect(work.stopped.aborted).toBe(true);
  expect(work.failure?.message).toBe("No: 401");
});
