// Text with Telegram's entities -> nodes; dates and sizes as Indonesian text.
import { h } from "./dom.js";

const ZONE = "Asia/Jakarta";
const TIME = new Intl.DateTimeFormat("id", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const DAY = new Intl.DateTimeFormat("id", { day: "numeric", month: "long", year: "numeric", timeZone: ZONE });
const FULL = new Intl.DateTimeFormat("id", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const SAFE = /^(https?|tg|mailto|tel):/i;

export const time = (seconds) => TIME.format(seconds * 1000);
export const moment = (seconds) => FULL.format(seconds * 1000);
export const day = (seconds) => DAY.format(seconds * 1000);

export function dayName(seconds, now) {
  if (day(seconds) === day(now)) return "Hari ini";
  return day(seconds) === day(now - 86400) ? "Kemarin" : day(seconds);
}

export function bytes(size) {
  if (!size) return "";
  const unit = size < 1024 ? 0 : size < 1024 ** 2 ? 1 : 2;
  return `${(size / 1024 ** unit).toLocaleString("id", { maximumFractionDigits: unit ? 1 : 0 })} ${["B", "KB", "MB"][unit]}`;
}

/** The deep link's {payload} when a link opens this bot, else null. */
export function deepLink(url, username) {
  const found = /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/(\w+)\/?(?:\?(.*))?$/i.exec(url);
  const other = /^tg:\/\/resolve\/?\?(.*)$/i.exec(url);
  const query = new URLSearchParams((found ? found[2] : other?.[1]) ?? "");
  const name = found ? found[1] : query.get("domain");
  if (!name || name.toLowerCase() !== (username ?? "").toLowerCase()) return null;
  return { payload: query.get("start") ?? "" };
}

/** Entities as Telegram gives them: offsets in UTF-16 units, nested, never overlapping halfway. */
export function rich(text, entities, context) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, sorted, context);
}

function between(text, from, to, entities, context) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const block = /quote|pre/.test(entity.type);
    nodes.push(wrap(entity, text.slice(entity.offset, end), between(text, entity.offset, end, inner, context), context));
    at = block && text[end] === "\n" ? end + 1 : end; // a block ends its own line
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

function wrap(entity, raw, nodes, context) {
  if (PLAIN[entity.type]) return h(PLAIN[entity.type], {}, nodes);
  switch (entity.type) {
    case "pre": return h("pre", { tabindex: 0, "aria-label": entity.language || "kode" }, h("code", {}, nodes));
    case "blockquote": return h("blockquote", {}, nodes);
    case "expandable_blockquote": return expandable(nodes);
    case "spoiler": return spoiler(nodes);
    case "text_link": return link(entity.url, nodes, context);
    case "url": return link(/^\w+:/.test(raw) ? raw : `https://${raw}`, nodes, context);
    case "email": return link(`mailto:${raw}`, nodes, context);
    case "phone_number": return link(`tel:${raw}`, nodes, context);
    case "bot_command": return h("button", { type: "button", class: "inline-link", onclick: () => context.command(raw) }, nodes);
    case "mention": return h("span", { class: "mention" }, nodes);
    case "text_mention": return h("span", { class: "mention", title: entity.user?.first_name }, nodes);
    case "hashtag": case "cashtag": return h("span", { class: "mention" }, nodes);
    default: return h("span", {}, nodes);
  }
}

function link(url, nodes, context) {
  const deep = deepLink(url, context.botName);
  if (deep) return h("button", { type: "button", class: "inline-link", title: url, onclick: (event) => context.deep(deep, event) }, nodes);
  if (!SAFE.test(url)) return h("span", {}, nodes);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, nodes);
}

function spoiler(nodes) {
  const reveal = (event) => {
    if (element.classList.contains("open")) return;
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    element.classList.add("open");
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
  };
  const props = { class: "spoiler", tabindex: 0, role: "button", "aria-label": "Teks tersembunyi, tekan untuk membuka" };
  const element = h("span", { ...props, onclick: reveal, onkeydown: reveal }, h("span", { class: "spoiler-text" }, nodes));
  return element;
}

function expandable(nodes) {
  const more = h("button", { type: "button", class: "quote-more", "aria-expanded": "false" }, "Selengkapnya");
  const quote = h("blockquote", { class: "folded" }, h("div", { class: "quote-body" }, nodes), more);
  more.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    more.textContent = folded ? "Selengkapnya" : "Ringkas";
    more.setAttribute("aria-expanded", String(!folded));
  });
  return quote;
}

/** Links in text that carries no entities (what people type), so that they can be followed. */
export function linkify(text) {
  const found = [];
  for (const match of text.matchAll(/(https?:\/\/|t\.me\/)[^\s<>"]+[^\s<>".,;:!?)]/gi)) {
    found.push({ type: "url", offset: match.index, length: match[0].length });
  }
  return found;
}
