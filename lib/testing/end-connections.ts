import { afterAll } from "vitest";

import { disconnect } from "@/lib/db/client";

// Idle connections would keep a finished test file's process waiting for seconds.
afterAll(disconnect);
