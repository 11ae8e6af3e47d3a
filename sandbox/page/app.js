// The whole page: top bar, one column a person, tabs on a phone, the tools.
import { Column } from "./chat.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { moment, time } from "./format.js";
import { toast } from "./overlay.js";
import { Panel, shifted } from "./panel.js";
import { newPerson } from "./people.js";
import { connect, now, on, changed, store } from "./store.js";
import { themeButton } from "./theme.js";

const columns = new Map();
const narrow = matchMedia("(max-width: 719px)");
let shown = null; // the person on a phone's screen

const status = h("span", { class: "status", role: "status" });
const clock = h("button", { type: "button", class: "pill clock-pill", title: "Jam ruang coba", onclick: () => openPanel(true) });
const toolsButton = h("button", { type: "button", class: "pill tools-pill", "aria-expanded": "false", "aria-controls": "panel", onclick: () => openPanel() }, icon("tools", 17), h("span", {}, "Alat uji"));
const panel = new Panel(() => openPanel(false));
const people = h("div", { class: "people-tabs", role: "tablist", "aria-label": "Orang" });
const board = h("main", { class: "board", id: "board" });
const work = h("div", { class: "work" }, board, panel.element);

document.getElementById("app").append(
  h("header", { class: "top" },
    h("div", { class: "brand" }, h("span", { class: "mark", "aria-hidden": "true" }), h("h1", {}, h("span", { class: "brand-name" }, "Ruang coba")), status),
    h("div", { class: "top-actions" }, clock, toolsButton, iconButton("plus", "Tambah orang", newPerson), themeButton())),
  people, work);

function openPanel(open = !document.body.classList.contains("with-panel")) {
  document.body.classList.toggle("with-panel", open);
  toolsButton.setAttribute("aria-expanded", String(open));
  panel.element.inert = !open;
  if (open) panel.element.querySelector(".icon-button").focus({ preventScroll: true });
  else if (panel.element.contains(document.activeElement)) toolsButton.focus();
}

function draw() {
  const known = new Set(store.people.map((one) => one.id));
  for (const [id, column] of columns) if (!known.has(id)) { column.element.remove(); columns.delete(id); }
  for (const one of store.people) if (store.chats.has(one.id)) ensure(one.id);
  if (!columns.has(shown)) shown = columns.keys().next().value ?? null;
  for (const [id, column] of columns) {
    const visible = !narrow.matches || id === shown;
    column.element.hidden = !visible;
    column.update(visible);
  }
  drawPeople();
  drawTop();
  panel.update();
  tick();
}

function ensure(id) {
  if (columns.has(id)) return;
  const column = new Column(id);
  column.read.set(id, Number.MAX_SAFE_INTEGER);
  for (const chat of store.chats.values()) column.read.set(chat.id, column.newest(chat));
  columns.set(id, column);
  board.append(column.element);
}

function drawTop() {
  const state = !store.live ? ["off", "ruang coba terputus"] : store.tools.offline ? ["off", "server Telegram mati"]
    : store.tools.polling === false ? ["wait", "menunggu bot"] : ["on", "bot tersambung"];
  const lag = store.live && store.tools.delay ? ` · lambat ${Math.round(store.tools.delay * 1000)} md` : "";
  if (status.textContent !== state[1] + lag) status.replaceChildren(h("span", { class: `dot ${state[0]}` }), h("span", {}, state[1] + lag));
  document.title = `${store.bot.name ?? "Bot"} · ruang coba`;
}

function drawPeople() {
  const list = store.people.filter((one) => columns.has(one.id)).map((one) => [one.id, one.name, one.role, one.id === shown, columns.get(one.id).allUnread()]);
  const signature = JSON.stringify(list);
  if (people.dataset.signature === signature) return;
  people.dataset.signature = signature;
  const held = people.contains(document.activeElement);
  people.replaceChildren(...list.map(([id, name, role, selected, unread]) => h("button", {
    type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `orang-${id}`, "aria-selected": String(selected), tabindex: selected ? 0 : -1,
    onclick: () => show(id), onkeydown: (event) => peopleKey(event, list.map(([each]) => each)),
  }, avatar(id, name, "small"), h("span", { class: "people-name" }, shortName(name), h("small", {}, role || "Warga")), unread ? h("span", { class: "badge", "aria-label": `${unread} belum dibaca` }, unread) : null)));
  const selected = people.querySelector("[aria-selected=true]");
  selected?.scrollIntoView({ inline: "nearest", block: "nearest" });
  if (held) selected.focus();
}

/** "Sari" for Sari Wulandari, but "Pak Bagus" for Pak Bagus. */
const shortName = (name) => name.split(" ").slice(0, /^(.{1,3}|mbak)( |$)/i.test(name) ? 2 : 1).join(" ");

function peopleKey(event, ids) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  show(ids[(ids.indexOf(shown) + step + ids.length) % ids.length]);
}

function show(id) {
  shown = id;
  draw();
  columns.get(id)?.toBottom();
}

document.addEventListener("show-chat", ({ detail }) => {
  shown = detail.person;
  draw();
  const column = columns.get(detail.person);
  if (!column) return setTimeout(() => document.dispatchEvent(new CustomEvent("show-chat", { detail })), 50);
  column.open(detail.chat);
  column.element.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  column.composer.input.focus({ preventScroll: true });
});

// Alt+1..9 goes to a person's message box.
document.addEventListener("keydown", (event) => {
  const place = event.altKey && !event.ctrlKey ? Number(/^Digit([1-9])$/.exec(event.code)?.[1]) : 0;
  const one = store.people[place - 1];
  if (!one) return;
  event.preventDefault();
  show(one.id);
  const { input, big } = columns.get(one.id).composer;
  (big.hidden ? input : big).focus();
});

on("change", draw);
on("message", ({ chat, message }) => { for (const id of chat.members) columns.get(id)?.speak(message); });
on("toast", (word) => word.person ? columns.get(word.person)?.hear(word) : toast(word.text, { fault: word.fault }));
on("inline", (answer) => columns.get(answer.person_id)?.composer.inline.hear(answer));
narrow.addEventListener("change", changed);
document.addEventListener("visibilitychange", changed);
function tick() {
  panel.tick();
  clock.classList.toggle("moved", shifted());
  clock.replaceChildren(icon("clock", 16), shifted() ? moment(now()) : time(now()));
}
setInterval(tick, 1000);
panel.element.inert = true;
connect();
