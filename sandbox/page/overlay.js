// Things that lie above the chats: dialogs, menus, toasts, and the voice for screen readers.
import { h, iconButton } from "./dom.js";

let counter = 0;
export const fresh = (prefix) => `${prefix}-${++counter}`;

/** Opens a modal dialog; resolves with what close() was given, or null. */
export function dialog({ title, body, buttons = [], wide = false }) {
  return new Promise((resolve) => {
    const id = fresh("dialog");
    let result = null;
    const close = (value) => { result = value; box.close(); };
    const actions = buttons.map(({ text, value, main, submit }) => h("button", {
      type: submit ? "submit" : "button", class: main ? "button main" : "button", onclick: submit ? null : () => close(value),
    }, text));
    const form = h("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); close(form); } },
      h("header", { class: "dialog-head" }, h("h2", { id }, title), iconButton("close", "Tutup", () => close(null))),
      h("div", { class: "dialog-body" }, typeof body === "function" ? body(close) : body),
      actions.length ? h("footer", { class: "dialog-foot" }, actions) : null);
    const box = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-labelledby": id }, form);
    box.addEventListener("click", (event) => { if (event.target === box) close(null); });
    const opener = document.activeElement;
    box.addEventListener("close", () => { box.remove(); opener?.isConnected && opener.focus(); resolve(result); });
    document.body.append(box);
    box.showModal();
    (box.querySelector("[autofocus]") ?? box.querySelector(".button.main"))?.focus();
  });
}

let alerts = Promise.resolve();
/** One alert at a time, as Telegram shows them. */
export function alertBox(title, text) {
  alerts = alerts.then(() => dialog({ title, body: h("p", { class: "alert-text" }, text), buttons: [{ text: "OK", main: true }] }));
}

/** A menu at its opener; entries {icon, text, act, danger}. */
export function menu(opener, entries) {
  document.querySelector(".menu")?.remove();
  const close = (focus = true) => { list.remove(); opener.setAttribute("aria-expanded", "false"); document.removeEventListener("pointerdown", outside, true); if (focus) opener.focus(); };
  const outside = (event) => { if (!list.contains(event.target)) close(false); };
  const list = h("div", { class: "menu", role: "menu", onkeydown: (event) => steer(event, list, close) },
    entries.filter(Boolean).map((entry) => h("button", {
      type: "button", role: "menuitem", class: entry.danger ? "danger" : null, onclick: () => { close(); entry.act(); },
    }, entry.icon ?? null, h("span", {}, entry.text, entry.note ? h("small", {}, entry.note) : null))));
  document.body.append(list);
  place(list, opener);
  opener.setAttribute("aria-haspopup", "menu");
  opener.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  list.querySelector("button")?.focus({ preventScroll: true });
}

function place(list, opener) {
  const at = opener.getBoundingClientRect();
  const size = list.getBoundingClientRect();
  const below = at.bottom + size.height + 8 < innerHeight;
  const left = at.left + size.width + 8 < innerWidth ? at.left : at.right - size.width;
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  list.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
}

function steer(event, list, close) {
  const items = [...list.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const go = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); close(); }
  if (go === undefined) return;
  event.preventDefault();
  items[go % items.length].focus();
}

/** A short word that goes by itself, over a chat or over the whole page. */
export function toast(text, { over = document.body, fault = false } = {}) {
  const box = h("div", { class: fault ? "toast fault" : "toast", role: "status" }, text);
  over.querySelector(":scope > .toast")?.remove();
  over.append(box);
  const seconds = Math.min(9, 3 + text.length / 25);
  setTimeout(() => { box.classList.add("leaving"); setTimeout(() => box.remove(), 250); }, seconds * 1000);
}

/** Says something to screen readers only. */
export function announce(text) {
  const region = document.getElementById("live");
  region.append(h("p", {}, text));
  while (region.children.length > 5) region.firstChild.remove();
}
