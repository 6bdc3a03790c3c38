import type { ApiRoute } from "./routes/api-route";
import { accessRoutes } from "./routes/access";
import { analysisRoutes } from "./routes/analysis";
import { catalogueRoutes } from "./routes/catalogue";
import { changeSetRoutes } from "./routes/change-sets";
import { configurationRoutes } from "./routes/configuration";
import { hookRoutes } from "./routes/hooks";
import { nodeRoutes } from "./routes/nodes";
import { pushRoutes } from "./routes/push";
import { recordRoutes } from "./routes/record";
import { sessionRoutes } from "./routes/session";
import { submissionRoutes } from "./routes/submissions";
import { trafficRoutes } from "./routes/traffic";
import { verifyRoutes } from "./routes/verify";

export type { ApiRoute, Method } from "./routes/api-route";

/** Every route of the API. */
export const routeTable: readonly ApiRoute[] = [
  ...sessionRoutes,
  ...configurationRoutes,
  ...changeSetRoutes,
  ...analysisRoutes,
  ...pushRoutes,
  ...verifyRoutes,
  ...trafficRoutes,
  ...nodeRoutes,
  ...catalogueRoutes,
  ...recordRoutes,
  ...accessRoutes,
  ...hookRoutes,
  ...submissionRoutes,
];
