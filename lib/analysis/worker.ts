import { parentPort, workerData } from "node:worker_threads";

import { doJob, type Job } from "./job";

// A thread of its own for one job.
const { kind, given } = workerData as Job;
parentPort?.postMessage(doJob(kind, given));
