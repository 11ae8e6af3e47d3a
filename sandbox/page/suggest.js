// The list above the message box: commands, and what the bot finds inline.
import { h } from "./dom.js";

export class Suggest {
  constructor(input, id) {
    this.input = input;
    this.chosen = -1;
    this.entries = [];
    this.element = h("div", { class: "commands", id, role: "listbox", "aria-label": "Saran", hidden: true });
  }

  get open() { return !this.element.hidden; }

  /** Entries {title, note, tall, take}; none closes the list. */
  show(entries) {
    if (!entries.length) return this.close();
    this.entries = entries;
    this.chosen = -1;
    this.element.replaceChildren(...entries.map((entry, at) => h("div", {
      class: entry.tall ? "command tall" : "command", role: "option", id: `${this.element.id}-${at}`, "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); this.take(at); },
    }, h("b", {}, entry.title), h("span", {}, entry.note))));
    this.element.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.element.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  take(at) {
    this.close();
    this.entries[at].take();
  }

  choose(at) {
    const options = [...this.element.children];
    this.chosen = (at + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.chosen)));
    options[this.chosen].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  /** Whether this key was for the list. */
  key({ key }) {
    if (!this.open) return false;
    if (key === "ArrowDown") this.choose(this.chosen + 1);
    else if (key === "ArrowUp") this.choose(this.chosen < 0 ? -1 : this.chosen - 1);
    else if (key === "Escape") this.close();
    else if ((key === "Enter" || key === "Tab") && this.chosen >= 0) this.take(this.chosen);
    else return false;
    return true;
  }
}
