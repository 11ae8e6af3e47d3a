// "@bot words" in any chat: asks the bot after a moment of quiet, lists what it finds, sends what is chosen.
import { act, store } from "./store.js";

const QUIET = 300;

export class Inline {
  constructor(composer) {
    this.composer = composer;
    this.found = null; // what is listed: {query, results, button, next}
    this.asked = ""; // the offset asked for last
  }

  get input() { return this.composer.input; }
  get suggest() { return this.composer.suggest; }

  /** Whether what is typed is for the bot's inline mode; "@" alone offers the bot. */
  typed() {
    clearTimeout(this.waiting);
    const words = this.words();
    if (words === null) return this.offer();
    if (this.found?.query === words) this.list();
    else this.waiting = setTimeout(() => this.ask(words), QUIET);
    return true;
  }

  words() {
    const [, name, words] = /^@(\w+) ([^]*)$/.exec(this.input.value) ?? [];
    return name?.toLowerCase() === store.bot.username?.toLowerCase() ? words.trim() : null;
  }

  offer() {
    this.found = null;
    const begun = /^@(\w*)$/.exec(this.input.value)?.[1].toLowerCase();
    const name = store.bot.username;
    if (begun === undefined || !name.toLowerCase().startsWith(begun)) return false;
    this.suggest.show([{ title: `@${name}`, note: "cari lewat bot, kirim ke obrolan ini", take: () => this.composer.fill(`@${name} `) }]);
    return true;
  }

  ask(query, offset = "") {
    this.asked = offset;
    const { personId, chat } = this.composer;
    return act({ do: "ask", person: personId, chat: chat.id, query, offset });
  }

  /** The bot's answer; a further page joins what is listed. */
  hear({ query_id, query, offset, results, button, next_offset }) {
    if (this.words() !== query || document.activeElement !== this.input) return;
    const more = results.map((one) => ({ ...one, query: query_id }));
    const before = offset && this.found?.query === query ? this.found : { results: [], button };
    this.found = { query, results: [...before.results, ...more], button: before.button, next: next_offset };
    this.list(Boolean(offset));
  }

  list(keep = false) { this.suggest.show(this.entries(), { keep, end: () => this.further() }); }

  further() {
    const { query, next } = this.found ?? {};
    if (next && this.asked !== next) this.ask(query, next);
  }

  entries() {
    const { results, button } = this.found;
    const door = button ? [{ title: button.text, kind: "door", take: () => this.open(button.start_parameter) }] : [];
    return [...door, ...results.map((one) => ({ title: one.title || "Hasil", note: one.description, kind: "found", take: () => this.pick(one) }))];
  }

  async pick({ query, id }) {
    const { personId, chat } = this.composer;
    if (await act({ do: "pick", person: personId, chat: chat.id, query, result: id })) this.composer.fill("");
  }

  /** The button above the results: into the private chat, with its start payload. */
  open(payload) {
    const id = this.composer.personId;
    this.composer.fill("");
    document.dispatchEvent(new CustomEvent("show-chat", { detail: { person: id, chat: id } }));
    return act({ do: "say", person: id, chat: id, text: `/start ${payload ?? ""}`.trim() });
  }
}
