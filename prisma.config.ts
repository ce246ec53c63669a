import { defineConfig } from "prisma/config";

/** `prisma generate` needs the schema only; migrations are plain SQL applied by `npm run migrate`. */
export default defineConfig({ schema: "prisma/schema" });
