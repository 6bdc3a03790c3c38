// Runs this program from a fresh clone with nothing but Node installed: npm start, npm test and the like.
const [mode = "start", ...args] = process.argv.slice(2);
// Measurements and hostile requests never touch the data that people look at.
if (["bench", "fuzz", "drill"].includes(mode) && !process.env.DATA_DIR) {
  process.env.DATA_DIR = mode === "fuzz" && args[0] === "api" ? ".data/fuzz-api" : `.data/${mode}`;
}
const { end, Stop } = await import("./process.mjs");

const modes = {
  start: async () => (await import("./serve.mjs")).serve(),
  /** As start, with pages that follow the sources. */
  dev: async () => (await import("./serve.mjs")).serve({ development: true }),
  /** As start; --empty leaves the embedded database without the demo data. For tests and measurements. */
  serve: async (args) => (await import("./serve.mjs")).serve({ demo: !args.includes("--empty") }),
  /** What an image needs before its sources change often, and before it runs. */
  install: async () => (await import("./install.mjs")).installPackages(),
  build: async () => (await import("./serve.mjs")).prepare(),
  /** Only answers clients, from a database that others run. */
  node: async () => (await import("./node.mjs")).node(),
  administrator: async (args) => (await import("./serve.mjs")).addAdministrator(args),
  test: async (args) => end(await (await import("./test.mjs")).test(args)),
  bench: async (args) => end(await (await import("./bench.mjs")).bench(args)),
  fuzz: async (args) => end(await (await import("./fuzz.mjs")).fuzz(args)),
  drill: async (args) => end(await (await import("./drill.mjs")).drill(args)),
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => void end(signal === "SIGINT" ? 130 : 143));
}

try {
  if (!Object.hasOwn(modes, mode))
    throw new Stop(`Unknown mode "${mode}": use ${Object.keys(modes).join(", ")}.`);
  await modes[mode](args);
} catch (error) {
  console.error(error instanceof Stop ? error.message : error);
  await end(1);
}
