// Light, dark, or as the system has it; the choice is kept in this browser.
import { h, icon } from "./dom.js";

const CHOICES = [["auto", "Tampilan: ikut sistem", "auto"], ["light", "Tampilan: terang", "sun"], ["dark", "Tampilan: gelap", "moon"]];

export function themeButton() {
  const button = h("button", { type: "button", class: "icon-button" });
  const set = (at) => {
    const [value, label, glyph] = CHOICES[at];
    document.documentElement.dataset.theme = value;
    localStorage.setItem("theme", value);
    button.setAttribute("aria-label", label);
    button.title = label;
    button.replaceChildren(icon(glyph));
    button.onclick = () => set((at + 1) % CHOICES.length);
  };
  set(Math.max(0, CHOICES.findIndex(([value]) => value === localStorage.getItem("theme"))));
  return button;
}
