// A person's column: who they are, their chats, the messages, the composer.
import { Composer } from "./composer.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { dayName, day } from "./format.js";
import { deepLinks, kindOf, nameOf, row } from "./message.js";
import { alertBox, announce, menu, toast } from "./overlay.js";
import { newGroup } from "./people.js";
import { act, chatsOf, messagesOf, now, person, store, typingIn } from "./store.js";

const LANGUAGES = { id: "bahasa Indonesia", en: "bahasa Inggris", jv: "bahasa Jawa", ms: "bahasa Melayu" };
const ACTIONS = { upload_photo: "mengirim foto…", upload_document: "mengirim berkas…", find_location: "mencari lokasi…", record_voice: "merekam suara…" };

export class Column {
  constructor(id) {
    this.id = id;
    this.at = id; // the chat on show; the private chat has the person's own id
    this.read = new Map();
    this.rows = new Map();
    this.waiting = new Set();
    this.build();
  }

  get who() { return person(this.id); }
  get chat() { return store.chats.get(this.at) ?? store.chats.get(this.id); }

  build() {
    this.head = h("header", { class: "column-head" });
    this.tabs = h("div", { class: "chat-tabs", role: "tablist", "aria-label": "Percakapan" });
    this.log = h("div", { class: "log", role: "log", "aria-live": "off", tabindex: 0 });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, "aria-label": "Ke pesan terakhir", title: "Ke pesan terakhir", onclick: () => this.toBottom(true) }, icon("down"));
    this.composer = new Composer(this.id, () => this.chat.id);
    this.stage = h("div", { class: "stage" }, this.log, this.jump);
    this.element = h("section", { class: "column", id: `orang-${this.id}`, dataset: { person: this.id } }, this.head, this.tabs, this.stage, this.composer.element);
    this.log.addEventListener("scroll", () => this.scrolled());
    this.log.addEventListener("load", () => { if (this.stuck) this.toBottom(); }, true);
    this.log.addEventListener("keydown", (event) => { if (event.key === "Escape") this.composer.input.focus(); });
    new ResizeObserver(() => this.resized()).observe(this.log);
    this.stuck = true;
  }

  update(visible) {
    if (visible && document.visibilityState === "visible") this.read.set(this.chat.id, this.newest(this.chat));
    this.drawHead();
    this.drawTabs();
    this.drawLog();
    this.composer.update();
    this.element.classList.toggle("is-blocked", Boolean(this.who.blocked));
  }

  newest(chat) { return Math.max(0, ...chat.messages.keys()); }

  /** Messages from others, newer than what was last looked at. */
  unread(chat) {
    const read = this.read.get(chat.id) ?? 0;
    return [...chat.messages.values()].filter((one) => one.message_id > read && one.from?.id !== this.id).length;
  }

  allUnread() { return chatsOf(this.id).reduce((sum, chat) => sum + this.unread(chat), 0); }

  drawHead() {
    const { name, role, language, blocked } = this.who;
    const signature = JSON.stringify([name, role, language, blocked]);
    if (signature === this.headSignature) return;
    this.headSignature = signature;
    const more = iconButton("more", `Pilihan untuk ${name}`, (event) => this.options(event.currentTarget));
    const facts = [LANGUAGES[language] ?? language, blocked ? "bot diblokir" : null].filter(Boolean).join(" · ");
    this.element.setAttribute("aria-label", `${name}, ${role}`);
    this.head.replaceChildren(avatar(this.id, name), h("div", { class: "column-title" }, h("h2", {}, h("span", {}, name), role ? h("span", { class: "tag" }, role) : null), h("small", {}, facts)), more);
  }

  options(opener) {
    const blocked = this.who.blocked;
    menu(opener, [
      { icon: icon("people"), text: "Grup baru", act: () => newGroup(this.id) },
      { icon: icon("copy"), text: "Salin nomor id", note: String(this.id), act: () => this.copy(String(this.id)) },
      { icon: icon("block"), text: blocked ? "Buka blokir bot" : "Blokir bot", danger: !blocked, act: () => act({ do: blocked ? "unblock" : "block", person: this.id }) },
    ]);
  }

  drawTabs() {
    const chats = chatsOf(this.id).sort((a, b) => (a.type === "private" ? -1 : 0) - (b.type === "private" ? -1 : 0));
    const list = chats.map((chat) => [chat.id, this.title(chat), chat.id === this.chat.id, this.unread(chat)]);
    const signature = JSON.stringify(list);
    if (signature === this.tabSignature) return;
    this.tabSignature = signature;
    const held = this.tabs.contains(document.activeElement);
    this.tabs.hidden = chats.length < 2;
    this.tabs.replaceChildren(...list.map(([id, title, selected, unread]) => h("button", {
      type: "button", role: "tab", "aria-selected": String(selected), tabindex: selected ? 0 : -1, onclick: () => this.open(id), onkeydown: (event) => this.tabKey(event, chats),
    }, icon(id === this.id ? "send" : "people", 15), h("span", {}, title), unread ? h("span", { class: "badge", "aria-label": `${unread} belum dibaca` }, unread) : null)));
    if (held) this.tabs.querySelector("[aria-selected=true]").focus();
  }

  title(chat) { return chat.type === "private" ? store.bot.name : chat.title; }

  tabKey(event, chats) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = chats.findIndex((chat) => chat.id === this.chat.id);
    this.open(chats[(at + step + chats.length) % chats.length].id);
  }

  open(id) {
    if (id === this.at) return;
    this.at = id;
    this.rows.clear();
    this.log.replaceChildren();
    this.stuck = true;
    this.composer.setAbout(null);
    this.update(true);
    this.toBottom();
  }

  drawLog() {
    const chat = this.chat;
    this.log.setAttribute("aria-label", `Pesan ${this.who.name} dengan ${this.title(chat)}`);
    const before = this.newestShown;
    const nodes = [];
    let lastDay = null;
    for (const bundle of bundles(messagesOf(chat))) {
      const today = day(bundle.messages[0].date);
      if (today !== lastDay) nodes.push(this.cached(`day ${today} ${dayName(bundle.messages[0].date, now())}`, [], () => h("div", { class: "day" }, h("span", {}, dayName(bundle.messages[0].date, now())))));
      lastDay = today;
      nodes.push(this.rowFor(bundle, chat));
    }
    if (!nodes.length || (chat.type === "private" && !chat.started)) nodes.unshift(this.welcome(chat));
    const action = typingIn(chat.id);
    if (action) nodes.push(this.cached(`typing ${action}`, [], () => typingRow(action)));
    this.place(nodes);
    this.newestShown = this.newest(chat);
    const sent = [...chat.messages.values()].some((one) => one.message_id > before && one.from?.id === this.id);
    if (sent) this.stuck = true; // one sees what one just sent
    if (this.stuck) this.toBottom();
    else if (this.newestShown > before) this.jump.classList.add("fresh");
  }

  rowFor({ messages, first, last }, chat) {
    const key = `message ${messages[0].message_id}`;
    return this.cached(key, [...messages, first, last, store.bot.username, store.bot.name], () => row({ messages, first, last, chat, person: this.who, context: this.context() }));
  }

  /** The node under this key, made anew only when what it shows has changed. */
  cached(key, shows, make) {
    const old = this.rows.get(key);
    if (old && old.shows.length === shows.length && old.shows.every((one, at) => one === shows[at])) { old.used = true; return old.node; }
    const node = make();
    if (old) keepFocus(old.node, node);
    this.rows.set(key, { node, shows, used: true });
    return node;
  }

  place(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.log.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, at) => { if (this.log.children[at] !== node) this.log.insertBefore(node, this.log.children[at] ?? null); });
    for (const [key, entry] of this.rows) if (!wanted.has(entry.node)) this.rows.delete(key);
    const asked = nodes.map((node) => node.wantsFocus).find(Boolean);
    if (asked) { asked(); nodes.forEach((node) => { delete node.wantsFocus; }); }
  }

  welcome(chat) {
    const { name, username } = store.bot;
    const description = this.who.description || store.bot.description;
    const words = chat.type === "private" ? description || "Tekan Mulai untuk menyapa bot ini." : "Di grup, bot menjawab perintah seperti /tanya.";
    const hint = chat.type === "private" && this.who.hint;
    return this.cached("welcome", [words, name, chat.id], () => h("div", { class: "welcome" }, h("div", { class: "welcome-face" }, avatar(chat.type === "private" ? store.bot.id : chat.id, chat.type === "private" ? name : chat.title, "large")), h("h3", {}, chat.type === "private" ? name : chat.title), h("small", {}, chat.type === "private" ? `@${username}` : `${chat.members.length} orang dan bot`), h("p", {}, words), hint ? h("p", { class: "tip" }, hint) : null));
  }

  resized() {
    this.shape = shapeOf(this.log);
    if (this.stuck) this.toBottom();
  }

  scrolled() {
    if (shapeOf(this.log) !== this.shape) return; // the log changed its size: nobody scrolled
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    this.stuck = scrollHeight - scrollTop - clientHeight < 60;
    this.jump.hidden = this.stuck;
    if (this.stuck) this.jump.classList.remove("fresh");
  }

  toBottom(smooth = false) { this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" }); }

  /** What a bubble may ask for. */
  context() {
    return {
      botName: store.bot.username,
      personId: this.id,
      nameOf: (user) => user.id === store.bot.id ? store.bot.name : nameOf(user),
      command: (text) => this.composer.say(text),
      deep: (link) => this.follow(this.id, link),
      deepAs: (link, opener) => menu(opener, store.people.map((one) => ({ icon: avatar(one.id, one.name, "tiny"), text: `Buka sebagai ${one.name}`, act: () => this.follow(one.id, link) }))),
      press: (message, button, element) => this.press(message, button, element),
      special: (button) => this.special(button),
      reply: (message) => this.composer.setAbout("reply", message),
      edit: (message) => this.composer.setAbout("edit", message),
      copy: (text) => this.copy(text),
      vote: (message, option) => act({ do: "vote", person: this.id, chat: this.chat.id, message: message.message_id, option }),
    };
  }

  follow(id, { payload }) {
    document.dispatchEvent(new CustomEvent("show-chat", { detail: { person: id, chat: id } }));
    return act({ do: "say", person: id, chat: id, text: payload ? `/start ${payload}` : "/start" });
  }

  async press(message, button, element) {
    element.classList.add("waiting");
    element.setAttribute("aria-busy", "true");
    const done = await act({ do: "press", person: this.id, chat: this.chat.id, message: message.message_id, data: button.callback_data });
    if (!done) return this.answered(element);
    this.waiting.add(element);
    setTimeout(() => this.answered(element), 15000);
  }

  answered(element) {
    this.waiting.delete(element);
    element.classList.remove("waiting");
    element.removeAttribute("aria-busy");
  }

  special(button) {
    if (button.copy_text) return this.copy(button.copy_text.text);
    const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
    if (query != null) { this.composer.fill(`@${store.bot.username} ${query}`); return this.composer.input.focus(); }
    toast("Tombol jenis ini tidak ada di ruang coba.", { over: this.stage });
  }

  /** The answer to a press: a toast over this chat, or a box. */
  hear({ text, alert, url }) {
    for (const element of [...this.waiting]) this.answered(element);
    if (url) { const [link] = deepLinks({ text: url, entities: [{ type: "url", offset: 0, length: url.length }] }, store.bot.username); if (link) this.follow(this.id, link); }
    if (!text) return;
    announce(`Untuk ${this.who.name}: ${text}`);
    if (alert) alertBox(`${store.bot.name} → ${this.who.name}`, text);
    else toast(text, { over: this.stage });
  }

  async copy(text) {
    try { await navigator.clipboard.writeText(text); toast("Disalin", { over: this.stage }); } catch { toast("Tidak bisa menyalin di peramban ini.", { over: this.stage }); }
  }

  /** What a screen reader hears when a message comes. */
  speak(message) {
    const words = message.text ?? message.caption ?? kindOf(message);
    if (message.from?.id !== this.id) announce(`${this.context().nameOf(message.from)} ke ${this.who.name}: ${words}`);
  }
}

const shapeOf = ({ clientWidth, clientHeight }) => `${clientWidth}x${clientHeight}`;

function typingRow(action) {
  const words = ACTIONS[action] ?? "sedang mengetik…";
  return h("div", { class: "row theirs first last typing" }, h("div", { class: "stack" }, h("div", { class: "bubble", "aria-label": `Bot ${words}` },
    h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), ACTIONS[action] ? h("small", {}, words) : null)));
}

/** Keeps keyboard focus on the same button when a message is drawn anew. */
function keepFocus(old, node) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  if (!held) return;
  const spot = held.dataset.spot;
  node.wantsFocus = () => (spot && node.querySelector(`[data-spot="${spot}"]`) || node.querySelector(".key") || node.closest(".log")).focus({ preventScroll: true });
}

/** Albums joined, and each marked as first or last of its sender's run (five minutes at most). */
function bundles(messages) {
  const list = [];
  for (const message of messages) {
    const previous = list.at(-1);
    if (message.media_group_id && previous?.messages[0].media_group_id === message.media_group_id) previous.messages.push(message);
    else list.push({ messages: [message] });
  }
  const together = (a, b) => a && b && a.messages[0].from?.id === b.messages[0].from?.id && Math.abs(b.messages[0].date - a.messages[0].date) < 300 && day(a.messages[0].date) === day(b.messages[0].date);
  list.forEach((one, at) => { one.first = !together(list[at - 1], one); one.last = !together(one, list[at + 1]); });
  return list;
}
