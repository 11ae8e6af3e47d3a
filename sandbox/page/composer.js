// Where a person types: text, commands, attachments, the reply keyboard.
import { attachMenu } from "./attach.js";
import { h, icon, iconButton } from "./dom.js";
import { Inline } from "./inline.js";
import { kindOf, nameOf } from "./message.js";
import { fresh } from "./overlay.js";
import { Suggest } from "./suggest.js";
import { act, person, store } from "./store.js";

export class Composer {
  constructor(personId, chatId) {
    this.personId = personId;
    this.chatId = chatId;
    this.about = null; // {kind: "reply" | "edit", message}
    this.keysOpen = true;
    this.build();
  }

  get chat() { return store.chats.get(this.chatId()); }
  get who() { return person(this.personId); }

  build() {
    const listId = fresh("commands");
    this.input = h("textarea", { rows: 1, placeholder: "Tulis pesan…", "aria-label": "Pesan", maxlength: 4096, enterkeyhint: "send", role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" });
    this.suggest = new Suggest(this.input, listId);
    this.inline = new Inline(this);
    this.bar = h("div", { class: "about", hidden: true });
    this.keys = h("div", { class: "reply-keys", role: "group", "aria-label": "Papan tombol dari bot", hidden: true });
    this.menuButton = h("button", { type: "button", class: "menu-button", "aria-label": "Menu perintah", title: "Menu perintah", onclick: () => this.toggleMenu() }, h("span", { "aria-hidden": "true" }, "/"));
    this.keysButton = iconButton("keyboard", "Tampilkan papan tombol", () => { this.keysOpen = !this.keysOpen; this.update(true); });
    this.clip = iconButton("clip", "Lampirkan", () => attachMenu(this));
    this.sendButton = h("button", { type: "submit", class: "send", "aria-label": "Kirim", title: "Kirim (Enter)" }, icon("send", 20));
    this.line = h("form", { class: "line", onsubmit: (event) => { event.preventDefault(); this.send(); } },
      this.menuButton, h("div", { class: "field" }, this.input, this.keysButton, this.clip), this.sendButton);
    this.big = h("button", { type: "button", class: "big-button", hidden: true });
    this.element = h("div", { class: "composer" }, this.suggest.element, this.bar, this.line, this.keys, this.big);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.keydown(event));
    this.input.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== this.input) this.suggest.close(); }, 150));
    this.input.addEventListener("paste", (event) => this.pasted(event));
  }

  /** Follows the state: blocked, not started, the keyboard in force. */
  update(force = false) {
    const chat = this.chat;
    const mode = this.who.blocked ? "blocked" : chat.type === "private" && !chat.started ? "start" : "write";
    this.line.hidden = mode !== "write";
    this.big.hidden = mode === "write";
    this.big.textContent = mode === "blocked" ? "Buka blokir bot" : "Mulai";
    this.big.onclick = () => mode === "blocked" ? act({ do: "unblock", person: this.personId }) : this.say("/start");
    this.updateKeys(chat.keyboard ?? null, mode, force);
    this.menuButton.hidden = !this.commands().length;
    this.sendButton.disabled = !this.input.value.trim();
  }

  updateKeys(markup, mode, force) {
    if (markup !== this.markup && JSON.stringify(markup) !== JSON.stringify(this.markup)) {
      this.keysOpen = true;
      force = true;
      const asked = markup?.force_reply && [...this.chat.messages.values()].filter((one) => one.from?.is_bot).at(-1);
      if (asked) this.setAbout("reply", asked);
    }
    this.markup = markup;
    const rows = mode === "write" ? markup?.keyboard ?? [] : [];
    this.keysButton.hidden = !rows.length;
    this.keysButton.setAttribute("aria-pressed", String(this.keysOpen));
    this.input.placeholder = markup?.input_field_placeholder ?? "Tulis pesan…";
    const shown = rows.length > 0 && this.keysOpen;
    if (!force && this.keys.hidden !== shown) return;
    this.keys.hidden = !shown;
    this.keys.replaceChildren(...(shown ? rows : []).map((row) => h("div", { class: "keys-row" }, row.map((button) => this.replyKey(button)))));
  }

  replyKey(given) {
    const button = typeof given === "string" ? { text: given } : given;
    const press = () => {
      if (button.request_contact) this.shareContact();
      else if (button.request_location) attachMenu(this, "location");
      else this.say(button.text);
      if (this.markup?.one_time_keyboard) { this.keysOpen = false; this.update(true); }
    };
    const glyph = button.request_contact ? "person" : button.request_location ? "pin" : null;
    return h("button", { type: "button", class: ["key", button.style].filter(Boolean).join(" "), onclick: press, title: button.text }, glyph ? icon(glyph, 15) : null, h("span", { class: "key-text" }, button.text));
  }

  shareContact() { attachMenu(this, "contact"); }

  setAbout(kind, message) {
    this.about = kind ? { kind, message } : null;
    this.bar.hidden = !kind;
    if (!kind) return this.bar.replaceChildren();
    const title = kind === "edit" ? "Edit pesan" : `Balas ${nameOf(message.from)}`;
    this.bar.replaceChildren(icon(kind, 18), h("div", { class: "about-text" }, h("b", {}, title), h("span", {}, message.text ?? message.caption ?? kindOf(message))),
      iconButton("close", "Batalkan", () => this.cancel()));
    if (kind === "edit") this.fill(message.text);
    this.input.focus();
  }

  cancel() {
    if (this.about?.kind === "edit") this.fill("");
    this.setAbout(null);
    this.input.focus();
  }

  fill(text) { this.input.value = text; this.typed(); }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const { kind, message } = this.about ?? {};
    const done = kind === "edit"
      ? await act({ do: "edit", person: this.personId, chat: this.chat.id, message: message.message_id, text })
      : await this.say(text, message?.message_id);
    if (!done) return;
    this.fill("");
    this.setAbout(null);
  }

  say(text, replyTo = null) { return act({ do: "say", person: this.personId, chat: this.chat.id, text, reply_to: replyTo }); }

  commands() { return this.who.commands?.[this.chat.id] ?? []; }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    this.sendButton.disabled = !this.input.value.trim();
    const begun = /^\/(\w*)$/.exec(this.input.value);
    if (begun) this.suggestCommands(begun[1].toLowerCase());
    else if (!this.inline.typed()) this.suggest.close();
  }

  toggleMenu() {
    if (this.suggest.open) return this.suggest.close();
    this.input.focus();
    this.suggestCommands("");
  }

  suggestCommands(prefix) {
    const found = this.commands().filter((one) => one.command.startsWith(prefix));
    this.suggest.show(found.map((one) => ({ title: `/${one.command}`, note: one.description, take: () => this.take(`/${one.command}${this.chat.type === "private" ? "" : `@${store.bot.username}`}`) })));
  }

  take(text) {
    this.fill("");
    this.say(text);
  }

  keydown(event) {
    if (event.isComposing) return;
    if (this.suggest.key(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
    else if (event.key === "Escape" && this.about) this.cancel();
    else if (event.key === "ArrowUp" && !this.input.value) this.editLast(event);
  }

  editLast(event) {
    const mine = [...this.chat.messages.values()].filter((one) => one.from?.id === this.personId && one.text).at(-1);
    if (!mine) return;
    event.preventDefault();
    this.setAbout("edit", mine);
  }

  pasted(event) {
    const image = [...(event.clipboardData?.files ?? [])][0];
    if (!image) return;
    event.preventDefault();
    attachMenu(this, "given", image);
  }

}
