// The list above the message box: commands, and what the bot finds inline.
import { h } from "./dom.js";

export class Suggest {
  constructor(input, id) {
    this.input = input;
    this.chosen = -1;
    this.entries = [];
    this.element = h("div", { class: "commands", id, role: "listbox", "aria-label": "Saran", hidden: true, onscroll: () => this.scrolled() });
  }

  get open() { return !this.element.hidden; }

  /** Entries {title, note, kind, take}; none closes the list. `keep`: more of the same; `end` is called near the end. */
  show(entries, { keep = false, end = null } = {}) {
    if (!entries.length) return this.close();
    const top = keep ? this.element.scrollTop : 0;
    this.entries = entries;
    this.end = end;
    if (!keep) this.chosen = -1;
    this.element.replaceChildren(...entries.map((entry, at) => this.option(entry, at)));
    this.element.hidden = false;
    this.element.scrollTop = top;
    this.input.setAttribute("aria-expanded", "true");
    if (this.chosen < 0) this.input.removeAttribute("aria-activedescendant");
  }

  option({ title, note, kind }, at) {
    const words = [h("b", {}, title), note ? h("span", {}, note) : null];
    return h("div", {
      class: ["command", kind].filter(Boolean).join(" "), role: "option", id: `${this.element.id}-${at}`, "aria-selected": String(at === this.chosen),
      onmousedown: (event) => event.preventDefault(), onclick: () => this.take(at), // the box keeps its focus; a finger that scrolls clicks nothing
    }, kind === "found" ? [h("i", { class: "letter", "aria-hidden": "true" }, [...title][0].toUpperCase()), h("div", {}, words)] : words);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (this.end && scrollHeight - scrollTop - clientHeight < 120) this.end();
  }

  close() {
    this.element.hidden = true;
    this.end = null;
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
