// One message -> one bubble.
import { avatar, h, hue, icon } from "./dom.js";
import { deepLink, linkify, moment, rich, time } from "./format.js";
import { media } from "./media.js";

export const nameOf = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ") || user?.title || "?";

/** {message(s), person, chat, first, last, context} -> the row with its bubble. An album is several messages in one row. */
export function row({ messages, person, chat, first, last, context }) {
  const [message] = messages;
  if (serviceText(message)) return h("div", { class: "service" }, h("span", {}, serviceText(message)));
  const mine = message.from?.id === person.id;
  const group = chat.type !== "private";
  const side = mine ? "mine" : "theirs";
  const classes = ["row", side, first && "first", last && "last", group && !mine && "faced"].filter(Boolean).join(" ");
  return h("div", { class: classes, dataset: { message: message.message_id } },
    h("div", { class: "stack" },
      bubble({ messages, mine, named: group && !mine && first, faced: group && !mine && last, context }),
      keyboard(messages.at(-1), context),
      tools(message, mine, context)));
}

function bubble({ messages, mine, named, faced, context }) {
  const [message] = messages;
  const words = messages.find((one) => one.text ?? one.caption);
  const pictures = media(messages, context);
  const meta = h("span", { class: "meta" }, message.edit_date ? "diedit " : null,
    h("time", { title: moment(message.date), datetime: new Date(message.date * 1000).toISOString() }, time(message.date)),
    mine ? ticks(message) : null);
  const bare = pictures && !words;
  const touch = (event) => { if (!event.target.closest("button, a, .spoiler")) event.currentTarget.closest(".row").classList.toggle("touched"); };
  return h("div", { class: ["bubble", pictures && "has-media", bare && "bare"].filter(Boolean).join(" "), onclick: touch },
    faced ? h("div", { class: "row-face" }, avatar(message.from.id, context.nameOf(message.from), "small")) : null,
    named ? h("div", { class: `sender ink-${hue(message.from.id)}` }, context.nameOf(message.from), message.from.is_bot ? h("span", { class: "tag" }, "bot") : null) : null,
    message.forward_origin ? h("div", { class: "forwarded" }, "Diteruskan dari ", h("b", {}, originName(message.forward_origin))) : null,
    message.via_bot ? h("div", { class: "forwarded" }, "lewat ", h("b", {}, `@${message.via_bot.username}`)) : null,
    message.reply_to_message ? quote(message.reply_to_message) : null,
    pictures,
    words ? body(words, meta, context) : meta);
}

function ticks({ seen, heard }) {
  const words = seen ? "Sudah diambil bot" : heard ? "Menunggu bot" : "Terkirim; bot tidak diberi tahu pesan ini";
  return h("span", { class: seen ? "ticks seen" : "ticks", title: words }, icon(seen ? "ticks" : "tick", 16), h("span", { class: "sr" }, words));
}

function body(message, meta, context) {
  const text = message.text ?? message.caption;
  const given = message.entities ?? message.caption_entities ?? [];
  const entities = given.some((one) => /link|url/.test(one.type)) || message.from?.is_bot ? given : [...given, ...linkify(text)];
  const big = /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\u200d\ufe0f]{0,5}$/u.test(text);
  return h("div", { class: big ? "text big" : "text", dir: "auto" }, rich(text, entities, context), meta);
}

function quote(message) {
  const words = message.text ?? message.caption ?? kindOf(message);
  return h("div", { class: `quote edge-${hue(message.from?.id ?? 0)}` }, h("b", {}, nameOf(message.from)), h("span", {}, words.slice(0, 120)));
}

const originName = (origin) => origin.sender_user_name ?? nameOf(origin.sender_user ?? origin.chat ?? origin.sender_chat);

const KINDS = { photo: "Foto", document: "Berkas", location: "Lokasi", contact: "Kontak", venue: "Tempat", poll: "Polling", voice: "Suara", sticker: "Stiker", video: "Video" };
/** A word for a message without text. */
export const kindOf = (message) => KINDS[Object.keys(KINDS).find((key) => message[key])] ?? "Pesan";

function serviceText(message) {
  const who = nameOf(message.from);
  if (message.new_chat_members) return `${who} menambahkan ${message.new_chat_members.map(nameOf).join(", ")}`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} keluar`;
  if (message.group_chat_created || message.supergroup_chat_created) return `${who} membuat grup`;
  if (message.migrate_to_chat_id) return "Grup ini menjadi supergrup";
  if (message.migrate_from_chat_id) return "Supergrup dibuat dari grup lama";
  if (message.pinned_message) return `${who} menyematkan pesan`;
  if (message.new_chat_title) return `${who} menamai grup "${message.new_chat_title}"`;
  return null;
}

function keyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { class: "inline-keys" }, rows.map((buttons, line) => h("div", { class: "keys-row" },
    buttons.map((button, place) => key(button, message, `${line}.${place}`, context)))));
}

function key(button, message, spot, context) {
  const url = button.url ?? button.login_url?.url;
  const deep = url ? deepLink(url, context.botName) : null;
  const props = { class: ["key", button.style].filter(Boolean).join(" "), title: url ?? button.text, dataset: { spot } };
  const label = h("span", { class: "key-text" }, button.text);
  if (url && !deep) {
    return /^(https?|tg):/i.test(url)
      ? h("a", { ...props, href: url, target: "_blank", rel: "noopener noreferrer" }, label, icon("link", 13))
      : h("span", props, label);
  }
  const press = (event) => {
    if (deep) context.deep(deep, event);
    else if (button.callback_data != null) context.press(message, button, event.currentTarget);
    else context.special(button);
  };
  return h("button", { type: "button", ...props, onclick: press, oncontextmenu: deep ? (event) => { event.preventDefault(); context.deepAs(deep, event.currentTarget); } : null },
    label, deep ? icon("share", 13) : null, h("span", { class: "spinner", "aria-hidden": "true" }));
}

/** Small actions beside a bubble, shown on hover and focus. */
function tools(message, mine, context) {
  const links = mine ? [] : deepLinks(message, context.botName);
  return h("div", { class: "row-tools" },
    tool("reply", "Balas", () => context.reply(message)),
    mine && message.text ? tool("edit", "Edit", () => context.edit(message)) : null,
    links.length ? tool("people", "Buka tautan sebagai orang lain", (event) => context.deepAs(links[0], event.currentTarget)) : null,
    links.length || (!mine && message.text) ? tool("copy", "Salin teks", () => context.copy(message.text ?? message.caption ?? "")) : null);
}

const tool = (name, label, onclick) => h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick }, icon(name, 15));

/** The bot's own deep links in a message, from text and buttons. */
export function deepLinks(message, botName) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const urls = entities.map((one) => one.type === "text_link" ? one.url : one.type === "url" ? text.slice(one.offset, one.offset + one.length) : "");
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat().map((button) => button.url ?? "");
  return [...urls, ...buttons].map((url) => deepLink(url, botName)).filter((link) => link?.payload);
}

