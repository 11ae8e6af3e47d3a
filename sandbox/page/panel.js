// "Alat uji": blocks, cuts, slows, refuses, moves the clock, and counts.
import { avatar, h, iconButton } from "./dom.js";
import { moment, time } from "./format.js";
import { act, now, store } from "./store.js";

const HOUR = 3600;

export class Panel {
  constructor(close) {
    this.clock = h("output", { class: "clock", "aria-label": "Jam ruang coba" });
    this.shift = h("small", {});
    this.people = h("div", { class: "switches" });
    this.counts = h("dl", { class: "counts" });
    this.violations = h("ul", { class: "violations" });
    this.log = h("ol", { class: "calls", "aria-label": "Panggilan terakhir" });
    this.offline = this.toggle("Server Telegram mati", "Sambungan ditolak dan diputus", (value) => act({ do: "offline", value }));
    this.element = h("aside", { class: "panel", id: "panel", "aria-label": "Alat uji", onkeydown: (event) => { if (event.key === "Escape") close(); } },
      h("header", { class: "panel-head" }, h("h2", {}, "Alat uji"), iconButton("close", "Tutup alat uji", close)),
      h("div", { class: "panel-body" },
        this.section("Jam", h("div", { class: "clock-line" }, this.clock, this.shift), this.clockButtons()),
        this.section("Jaringan", this.offline.element, this.delay(), this.refusal()),
        this.section("Yang memblokir bot", this.people),
        this.section("Penghitung", this.counts, this.violations),
        this.section("Panggilan terakhir", this.log)));
  }

  section(title, ...children) { return h("section", {}, h("h3", {}, title), children); }

  toggle(text, note, change) {
    const box = h("input", { type: "checkbox", role: "switch", onchange: () => change(box.checked) });
    return { box, element: h("label", { class: "switch" }, h("span", {}, text, note ? h("small", {}, note) : null), box) };
  }

  clockButtons() {
    const move = (seconds) => () => act({ do: "clock", seconds });
    const entries = [["+1 jam", move(HOUR)], ["+1 hari", move(24 * HOUR)], ["Ke 18.00", () => act({ do: "clock_to", hour: 18 })], ["Kembalikan", () => act({ do: "clock_reset" })]];
    return h("div", { class: "button-row" }, entries.map(([text, onclick]) => h("button", { type: "button", class: "button", onclick }, text)));
  }

  delay() {
    this.lag = h("input", { type: "range", min: 0, max: 2000, step: 50, value: 0, "aria-label": "Lambat, milidetik", onchange: () => act({ do: "delay", seconds: this.lag.value / 1000 }), oninput: () => this.showLag() });
    this.lagText = h("output", {}, "0 md");
    return h("label", { class: "slider" }, h("span", {}, "Jaringan lambat", this.lagText), this.lag);
  }

  showLag() { this.lagText.textContent = Number(this.lag.value) ? `${this.lag.value} md` : "tidak"; }

  refusal() {
    const seconds = h("input", { class: "input short", type: "number", min: 1, max: 120, value: 5, "aria-label": "Detik tunggu" });
    this.scope = h("select", { class: "input", "aria-label": "Untuk percakapan" });
    const send = () => act({ do: "too_many", seconds: Number(seconds.value), chat: this.scope.value ? Number(this.scope.value) : null });
    return h("div", { class: "refusal" }, h("span", {}, "Tolak kiriman berikut", h("small", {}, "429, tunggu sekian detik")),
      h("div", { class: "refusal-line" }, seconds, h("span", {}, "dtk"), this.scope, h("button", { type: "button", class: "button", onclick: send }, "Tolak")));
  }

  update() {
    const { tools } = store;
    this.tick();
    this.offline.box.checked = Boolean(tools.offline);
    if (document.activeElement !== this.lag) this.lag.value = Math.round((tools.delay ?? 0) * 1000);
    this.showLag();
    this.redraw("people", this.people, store.people.map((one) => [one.id, one.name, one.blocked]), (list) => list.map(([id, name, blocked]) => this.blockSwitch(id, name, blocked)));
    this.redraw("scope", this.scope, [...store.chats.values()].map((chat) => [chat.id, chat.title]), (list) => [h("option", { value: "" }, "semua"), ...list.map(([id, title]) => h("option", { value: String(id) }, title))]);
    this.redraw("counts", this.counts, [tools.pending, tools.calls, tools.busiest, tools.violation_count], (list) => counts(list));
    this.redraw("violations", this.violations, (tools.violations ?? []).slice(-8), (list) => list.map((text) => h("li", {}, text)));
    this.redraw("log", this.log, tools.log ?? [], (list) => list.length ? [...list].reverse().map(callLine) : [h("li", { class: "empty" }, "Belum ada.")]);
  }

  /** Replaces a part's children only when what it shows has changed, so that focus stays. */
  redraw(name, element, shows, draw) {
    const signature = JSON.stringify(shows);
    this.drawn ??= {};
    if (this.drawn[name] === signature) return;
    this.drawn[name] = signature;
    const held = element.contains(document.activeElement) ? [...element.querySelectorAll("input")].indexOf(document.activeElement) : -1;
    const value = element.value;
    element.replaceChildren(...draw(shows));
    if (value !== undefined) element.value = value;
    if (held >= 0) element.querySelectorAll("input")[held]?.focus();
  }

  blockSwitch(id, name, blocked) {
    const { box, element } = this.toggle("", null, (value) => act({ do: value ? "block" : "unblock", person: id }));
    box.checked = Boolean(blocked);
    element.firstChild.append(avatar(id, name, "tiny"), name);
    return element;
  }

  tick() {
    const offset = store.tools.clock_offset ?? 0;
    this.clock.textContent = `${moment(now())} WIB`;
    this.shift.textContent = shifted() ? `digeser ${span(offset)}` : "jam asli";
  }
}

export const shifted = () => Math.abs(store.tools.clock_offset ?? 0) >= 1;

function span(offset) {
  const minutes = Math.round(Math.abs(offset) / 60);
  const parts = [[Math.floor(minutes / 1440), "hari"], [Math.floor((minutes % 1440) / 60), "jam"], [minutes % 60, "mnt"]];
  return (offset < 0 ? "−" : "+") + parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`).join(" ");
}

function counts([pending = 0, calls = 0, busiest = 0, violations = 0]) {
  const entries = [["Menunggu bot", pending, ""], ["Panggilan", calls, ""], ["Detik tersibuk", busiest, ""], ["Pelanggaran", violations, violations ? "bad" : ""]];
  return entries.map(([name, value, tone]) => h("div", { class: tone || null }, h("dt", {}, name), h("dd", {}, value.toLocaleString("id"))));
}

function callLine({ at, method, chat, ok, error }) {
  return h("li", { class: ok ? null : "bad", title: error ?? method }, h("time", {}, time(at)), h("code", {}, method), h("span", {}, chat ?? ""), h("b", {}, ok ? "ok" : error ?? "gagal"));
}

