// grammY's own echo bot on its runner: no database, nothing kept.
import { createRequire } from "node:module";

const { Bot } = createRequire(process.env.BENCH_MODULES + "/")("grammy");
const { run } = createRequire(process.env.BENCH_MODULES + "/")("@grammyjs/runner");

const bot = new Bot(process.env.BENCH_TOKEN, { client: { apiRoot: process.env.BENCH_API } });
bot.on("message:text", (context) => context.reply(context.message.text));
const runner = run(bot);
process.once("SIGTERM", () => runner.stop());
