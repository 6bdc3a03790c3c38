import type { Failure, Fault } from "./failure";
import { fetchFailure } from "./fetch-failure";
import { judgeAnswer, type JudgedAnswer } from "./judge-answer";
import { lookAtFile, type Means } from "./look-at-file";
import { paced, type Pace } from "./pace";
import { joinFiles, keyOfFile, type Depth, type FileToVerify, type StateToVerify } from "./plan";

/** What has been found out already, so that a verification that broke off goes on where it was. */
export type Kept = {
  readonly find: (key: string) => JudgedAnswer | undefined;
  readonly note: (key: string, found: JudgedAnswer) => void;
};

export type Verifying = {
  readonly means: Means;
  readonly pace: Pace;
  readonly kept: Kept;
  /** One more is done. */
  readonly advance: () => void;
};

const nothingKept: Kept = { find: () => undefined, note: () => undefined };
export { nothingKept };

/** An answer has at most so many characters. */
const longestAnswer = 1_000_000;

/** Asks the update route for every client. @param service its address */
export async function verifyStates(
  states: readonly StateToVerify[],
  service: string,
  { means, pace, kept, advance }: Verifying,
): Promise<{ failures: Failure[]; files: FileToVerify[] }> {
  const failures: Failure[] = [];
  const files: FileToVerify[] = [];
  await paced(states, pace, means, async (state) => {
    const key = JSON.stringify([service, state.path, state.expected, state.missing]);
    const found = kept.find(key) ?? (await askFor(state, service, means));
    kept.note(key, found);
    const url = service + state.path;
    for (const fault of found.faults) failures.push({ ...fault, client: state.client, url, users: [] });
    files.push(...found.files);
    advance();
  });
  return { failures, files: joinFiles(files) };
}

async function askFor(state: StateToVerify, service: string, means: Means): Promise<JudgedAnswer> {
  try {
    const response = await means.fetch(service + state.path, {
      redirect: "manual",
      signal: AbortSignal.timeout(means.patience),
    });
    const body = await readText(response);
    return judgeAnswer(state, {
      status: response.status,
      body,
      location: response.headers.get("location"),
    });
  } catch (error) {
    return { faults: [{ cause: "no answer", detail: fetchFailure(error, means.patience) }], files: [] };
  }
}

async function readText({ body }: Response): Promise<string> {
  if (body === null) return "";
  let text = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += read.value;
    if (text.length > longestAnswer) {
      await reader.cancel();
      break;
    }
  }
  return text;
}

/** Looks at every file, each once. */
export async function verifyFiles(
  files: readonly FileToVerify[],
  depth: Depth,
  { means, pace, kept, advance }: Verifying,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  await paced(joinFiles(files), pace, means, async (file) => {
    const key = JSON.stringify([depth, keyOfFile(file)]);
    const fault = kept.find(key)?.faults ?? listed(await lookAtFile(file, depth, means));
    kept.note(key, { faults: fault, files: [] });
    for (const one of fault) failures.push({ ...one, client: null, url: file.url, users: file.users });
    advance();
  });
  return failures;
}

const listed = (fault: Fault | null) => (fault === null ? [] : [fault]);
