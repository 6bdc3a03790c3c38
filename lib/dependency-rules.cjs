// The layers of this program, as rules that `npm run lint` enforces.
//
//   core  <-  stores  <-  services  <-  adapters (HTTP, command line, serving processes)  <-  app
//
// A file's name tells its layer: in lib/<module>/, store.ts is a store, service.ts a service (one that has grown is
// split into service-….ts), and every other file is core, but for the modules named below.

const data = "^lib/([^/]+/store[^/]*[.]ts$|db/)";
const services =
  "^lib/([^/]+/service[^/]*[.]ts$|access/(?!(role|can|group-roles|store)[.]ts$)|demo/|serving/refresh[^/]*[.]ts$)";
const adapters =
  "^lib/(http|cli|boot)/|^lib/analysis/worker[.]ts$|^lib/jobs/(?!(job|store)[.]ts$)|^lib/serving/(?!(answer|snapshot|refresh[^/]*)[.]ts$)";
const ambient = "^lib/(env|log)[.]ts$";
const tests = "[.]test[.]ts$|^lib/testing/|^lib/vitest[.]config[.]ts$";
const outside = "^(app|components|e2e|bench)/";
const notCore = `${data}|${services}|${adapters}|${ambient}|${tests}|^lib/dependency-rules[.]cjs$`;
const pureLibraries = "(zod|xmlbuilder2|re2js|lru-cache|json-canonicalize|ipaddr[.]js|date-fns|bowser)";
const inputAndOutput =
  "^(node:)?(fs|fs/promises|path|http|https|http2|net|tls|os|child_process|worker_threads)$";
const updatePath = "^app/(update|update2|json)/|^lib/serving/(front|answer)[.]ts$";

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbid(
      "core-is-pure",
      "Core knows only core and a few libraries that compute, so that it runs and is tested without a server.",
      { path: "^lib/", pathNot: notCore },
      {
        path: `${data}|${services}|${adapters}|${ambient}|${outside}|^node_modules/|${inputAndOutput}`,
        pathNot: `^node_modules/${pureLibraries}/`,
      },
    ),
    forbid(
      "stores-know-core-and-the-database",
      "A store reads and writes rows. Permission, audit and the order of steps are its callers' business.",
      { path: data, pathNot: tests },
      { path: `${services}|${adapters}|${outside}` },
    ),
    forbid(
      "only-stores-know-prisma",
      "A service reaches rows through a store; lib/db gives it the transaction.",
      { path: "^(app|components|lib|bench|e2e)/", pathNot: `${data}|${tests}|^lib/boot/` },
      { path: "^lib/db/generated/|^node_modules/@prisma/" },
    ),
    forbid(
      "services-know-no-transport",
      "A service does not know whether a page, the API or the command line asked.",
      { path: services, pathNot: `${tests}|^lib/access/session[^/]*[.]ts$` },
      { path: `${adapters}|${outside}|^node_modules/(next|next-auth|react|react-dom)/` },
    ),
    forbid(
      "app-goes-through-services",
      "A page, action or route that reads a store skips the permission check.",
      { path: "^(app|components)/" },
      { path: data },
    ),
    forbid(
      "components-show",
      "A component shows what it is given; it may name core's types and use its pure functions.",
      { path: "^components/" },
      { path: `${services}|${adapters}|${ambient}|^app/` },
    ),
    forbid(
      "nothing-imports-app",
      "Routes compose; nothing builds on them.",
      { pathNot: "^app/" },
      { path: "^app/" },
    ),
    forbid(
      "update-path-stays-light",
      "Answering a client must not load sessions, permissions, changes or the audit, however indirectly.",
      { path: updatePath },
      { path: "^lib/(access|sessions|set-up|changes|audit)/|^node_modules/next-auth/", reachable: true },
    ),
    forbid(
      "browser-stays-light",
      "Code that ships to the browser must not reach the server's, however indirectly.",
      { path: "^components/" },
      { path: `${data}|${services}|${adapters}|${ambient}|${inputAndOutput}`, reachable: true },
    ),
    forbid(
      "command-line-asks-the-api",
      "The command line may be installed where the database can't be reached.",
      { path: "^lib/cli/", pathNot: tests },
      { path: `${data}|${services}|^lib/serving/`, reachable: true },
    ),
    forbid("no-cycles", "Two files that need each other are one file.", {}, { circular: true }),
    forbid(
      "no-orphans",
      "Nothing uses this file.",
      {
        orphan: true,
        path: "^(lib|components)/",
        pathNot: `${tests}|[.]d[.]ts$|^lib/dependency-rules[.]cjs$|^lib/boot/`,
      },
      {},
    ),
    forbid(
      "tests-stay-out",
      "Production code must not lean on tests.",
      { pathNot: `${tests}|^(e2e|bench)/` },
      { path: tests },
    ),
  ],
  options: {
    doNotFollow: { path: "^node_modules|^lib/db/generated/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
