#!/usr/bin/env node
import { run } from "../scripts/run.mjs";

await run("lastro", process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(2);
});
