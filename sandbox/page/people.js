// New people and new groups.
import { avatar, h } from "./dom.js";
import { dialog, toast } from "./overlay.js";
import { act, store } from "./store.js";

const LANGUAGES = [["id", "Indonesia"], ["jv", "Jawa"], ["en", "English"], ["ms", "Melayu (lain)"]];

export async function newPerson() {
  const form = await dialog({
    title: "Tambah orang",
    body: [
      h("label", {}, "Nama", h("input", { class: "input", name: "name", required: true, maxlength: 64, autocomplete: "off", autofocus: true, placeholder: "mis. Dewi Lestari" })),
      h("label", {}, "Nama pengguna (boleh kosong)", h("input", { class: "input", name: "username", pattern: "[A-Za-z][A-Za-z0-9_]{4,31}", title: "5–32 huruf, angka, garis bawah", autocomplete: "off", placeholder: "mis. dewi_l" })),
      h("label", {}, "Bahasa Telegram", h("select", { class: "input", name: "language" }, LANGUAGES.map(([code, name]) => h("option", { value: code }, name)))),
    ],
    buttons: [{ text: "Batal", value: null }, { text: "Tambah", main: true, submit: true }],
  });
  if (!form) return;
  const fields = Object.fromEntries(new FormData(form));
  const made = await act({ do: "add_person", name: fields.name.trim(), username: fields.username || null, language: fields.language });
  if (made) document.dispatchEvent(new CustomEvent("show-chat", { detail: { person: made.person, chat: made.person } }));
}

export async function newGroup(owner) {
  const form = await dialog({
    title: "Grup baru",
    body: [
      h("label", {}, "Nama grup", h("input", { class: "input", name: "title", required: true, maxlength: 128, autocomplete: "off", autofocus: true, placeholder: "mis. Gim Lokal Malang" })),
      h("fieldset", {}, h("legend", {}, "Anggota (bot ikut serta)"), store.people.map((one) => h("label", { class: "check" },
        h("input", { type: "checkbox", name: "member", value: String(one.id), checked: one.id === owner }), avatar(one.id, one.name, "tiny"), one.name))),
    ],
    buttons: [{ text: "Batal", value: null }, { text: "Buat", main: true, submit: true }],
  });
  if (!form) return;
  const data = new FormData(form);
  const members = data.getAll("member").map(Number);
  if (!members.length) return toast("Pilih sedikitnya satu anggota.", { fault: true });
  const made = await act({ do: "add_group", title: data.get("title").trim(), members });
  if (made && members.includes(owner)) document.dispatchEvent(new CustomEvent("show-chat", { detail: { person: owner, chat: made.chat } }));
}
