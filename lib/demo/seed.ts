import { disconnect } from "@/lib/db/client";

import { fillWithDemo } from "./fill";

await fillWithDemo();
await disconnect();
