// What one can send besides text: pictures, files, places, one's number.
import { h, icon } from "./dom.js";
import { bytes } from "./format.js";
import { dialog, menu } from "./overlay.js";
import { act, upload } from "./store.js";

// Rough middles of Malang's five kecamatan, only for trying things out.
const PLACES = [
  ["Klojen", -7.9666, 112.6326], ["Blimbing", -7.9396, 112.6465], ["Lowokwaru", -7.9355, 112.6145],
  ["Sukun", -7.9926, 112.6148], ["Kedungkandang", -7.9913, 112.6567],
];

/** Opens the menu, or goes straight to one kind: "location", "contact", "given" (a file at hand). */
export function attachMenu(composer, kind = null, file = null) {
  if (kind === "location") return sendPlace(composer);
  if (kind === "contact") return sendContact(composer);
  if (kind === "given") return confirmFile(composer, file, file.type.startsWith("image/"));
  menu(composer.clip, [
    { icon: icon("photo"), text: "Foto", act: () => pick(composer, true) },
    { icon: icon("file"), text: "Berkas", act: () => pick(composer, false) },
    { icon: icon("pin"), text: "Lokasi", act: () => sendPlace(composer) },
    { icon: icon("person"), text: "Nomor saya", act: () => sendContact(composer) },
  ]);
}

function pick(composer, photo) {
  const input = h("input", { type: "file", accept: photo ? "image/jpeg,image/png,image/webp,image/gif" : null });
  input.addEventListener("change", () => input.files[0] && confirmFile(composer, input.files[0], photo));
  input.click();
}

async function confirmFile(composer, file, photo) {
  const address = photo ? URL.createObjectURL(file) : null;
  const size = photo ? await measure(address) : null;
  const shown = photo ? h("img", { class: "preview", src: address, alt: file.name }) : h("p", { class: "file-line" }, icon("file"), h("span", {}, file.name, h("small", {}, bytes(file.size))));
  const caption = h("input", { type: "text", class: "input", name: "caption", maxlength: 1024, placeholder: "Keterangan (boleh kosong)", "aria-label": "Keterangan", autofocus: true });
  const sent = await dialog({ title: photo ? "Kirim foto" : "Kirim berkas", body: [shown, caption], buttons: [{ text: "Batal", value: null }, { text: "Kirim", main: true, submit: true }] });
  if (address) URL.revokeObjectURL(address);
  if (!sent) return;
  upload({ person: composer.personId, chat: composer.chat.id, kind: photo ? "photo" : "document", caption: caption.value, width: size?.width, height: size?.height, file });
}

async function measure(address) {
  const image = new Image();
  image.src = address;
  try { await image.decode(); } catch { return null; }
  return { width: image.naturalWidth, height: image.naturalHeight };
}

async function sendPlace(composer) {
  const choice = await dialog({ title: "Bagikan lokasi", body: (close) => {
    const latitude = h("input", { class: "input", name: "latitude", inputmode: "decimal", value: "-7.9797", "aria-label": "Lintang" });
    const longitude = h("input", { class: "input", name: "longitude", inputmode: "decimal", value: "112.6304", "aria-label": "Bujur" });
    const own = () => close([latitude.value, longitude.value].map((text) => Number(text.replace(",", "."))));
    return [h("p", { class: "hint" }, "Pilih titik contoh, atau tulis koordinatnya."),
      h("div", { class: "choices" }, PLACES.map(([name, lat, lon]) => h("button", { type: "button", class: "choice", onclick: () => close([lat, lon]) }, icon("pin", 16), name))),
      h("div", { class: "pair" }, latitude, longitude, h("button", { type: "button", class: "button", onclick: own }, "Kirim"))];
  } });
  if (!Array.isArray(choice)) return;
  act({ do: "location", person: composer.personId, chat: composer.chat.id, latitude: choice[0], longitude: choice[1] });
}

async function sendContact(composer) {
  const sure = await dialog({ title: "Bagikan nomor telepon?", body: h("p", {}, `Bot akan menerima nama dan nomor ${composer.who.name}. Nomor di ruang coba ini rekaan.`),
    buttons: [{ text: "Batal", value: false }, { text: "Bagikan", value: true, main: true }] });
  if (sure) act({ do: "contact", person: composer.personId, chat: composer.chat.id });
}
