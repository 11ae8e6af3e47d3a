// The parts of a bubble that are not text: pictures, files, places, people, polls.
import { avatar, h, icon } from "./dom.js";
import { bytes } from "./format.js";
import { dialog } from "./overlay.js";

const source = (file) => `/page/file/${encodeURIComponent(file.file_id)}`;

/** What a message shows beside its text, or null. */
export function media(messages, context) {
  const [message] = messages;
  if (messages.length > 1 && messages.every((one) => one.photo || one.video)) return album(messages);
  if (messages.length > 1) return h("div", { class: "files" }, messages.map((one) => media([one], context)));
  if (message.photo) return photo(message);
  if (message.sticker) return sticker(message.sticker);
  if (message.document) return file(message.document, message.document.file_name ?? "berkas");
  if (message.video) return file(message.video, message.video.file_name ?? "video.mp4");
  if (message.audio) return file(message.audio, message.audio.file_name ?? "audio.mp3");
  if (message.voice) return voice(message.voice);
  if (message.venue) return place(message.venue.location, message.venue);
  if (message.location) return place(message.location, null);
  if (message.contact) return contact(message.contact);
  if (message.poll) return poll(message, context);
  return null;
}

function picture(message, attributes = {}) {
  const size = message.photo.at(-1);
  const text = message.caption || "Foto";
  const scale = Math.min(1, 400 / size.width, 330 / size.height);
  const image = h("img", { src: source(size), alt: text.slice(0, 120), width: size.width, height: size.height, loading: "lazy", ...attributes });
  image.style.width = `${Math.max(120, Math.round(size.width * scale))}px`;
  image.style.aspectRatio = `${size.width} / ${size.height}`;
  image.addEventListener("error", () => image.closest(".photo")?.classList.add("broken"));
  const open = () => dialog({ title: "Foto", wide: true, body: h("img", { class: "lightbox", src: source(size), alt: text.slice(0, 120) }) });
  return h("button", { type: "button", class: "photo", "aria-label": `Perbesar: ${text.slice(0, 60)}`, onclick: open }, image);
}

function photo(message) {
  const box = picture(message);
  return message.has_media_spoiler ? veil(box) : box;
}

function veil(box) {
  const cover = h("div", { class: "veiled" }, box);
  const lift = (event) => { if (cover.classList.contains("veiled")) { event.stopPropagation(); event.preventDefault(); cover.classList.remove("veiled"); } };
  cover.addEventListener("click", lift, true);
  return cover;
}

function album(messages) {
  return h("div", { class: `album n${Math.min(messages.length, 4)}` }, messages.map((one) => one.photo ? picture(one) : file(one.video, "video.mp4")));
}

function file(document, name) {
  const ending = (/\.(\w{1,4})$/.exec(name)?.[1] ?? "").toUpperCase();
  return h("a", { class: "file", href: source(document), download: name, title: `Unduh ${name}` },
    h("span", { class: "file-icon" }, ending ? h("b", {}, ending) : icon("file", 20)),
    h("span", { class: "file-text" }, h("b", {}, name), h("small", {}, [bytes(document.file_size), "unduh"].filter(Boolean).join(" · "))),
    icon("download", 18));
}

function voice(sound) {
  return h("div", { class: "voice" }, h("audio", { controls: true, preload: "none", src: source(sound) }), h("small", {}, `${sound.duration ?? 0} dtk`));
}

function sticker(one) {
  const image = h("img", { class: "sticker", src: source(one), alt: one.emoji ?? "Stiker", width: 140, height: 140 });
  image.addEventListener("error", () => image.replaceWith(h("span", { class: "sticker-emoji" }, one.emoji ?? "🏷")));
  return image;
}

function place(location, venue) {
  const { latitude, longitude } = location;
  const link = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  const spot = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h("a", { class: "place", href: link, target: "_blank", rel: "noopener noreferrer", title: "Buka di OpenStreetMap" },
    h("span", { class: "map", "aria-hidden": "true" }, icon("pin", 34)),
    h("span", { class: "place-text" }, h("b", {}, venue?.title ?? "Lokasi"), venue?.address ? h("span", {}, venue.address) : null, h("small", {}, spot)));
}

function contact(one) {
  const name = [one.first_name, one.last_name].filter(Boolean).join(" ");
  return h("div", { class: "contact" }, avatar(one.user_id ?? name.length, name),
    h("span", { class: "file-text" }, h("b", {}, name), h("small", {}, one.phone_number)));
}

function poll(message, context) {
  const { question, options, total_voter_count: total, is_closed: closed, is_anonymous: anonymous, type } = message.poll;
  const chosen = message.votes?.[context.personId] ?? [];
  const kind = `${type === "quiz" ? "Kuis" : "Polling"}${anonymous === false ? "" : " anonim"}${closed ? " · ditutup" : ""}`;
  return h("div", { class: "poll" }, h("b", {}, question), h("small", {}, kind),
    options.map((option, place) => {
      const part = total ? Math.round((option.voter_count / total) * 100) : 0;
      const bar = h("span", { class: "poll-bar" });
      bar.style.width = `${part}%`;
      return h("button", { type: "button", class: chosen.includes(place) ? "poll-option chosen" : "poll-option", disabled: closed, "aria-pressed": String(chosen.includes(place)), onclick: () => context.vote(message, place) },
        h("span", { class: "poll-part" }, total ? `${part}%` : "○"), h("span", {}, option.text), total ? bar : null);
    }),
    h("small", {}, total ? `${total} suara` : "Belum ada suara"));
}

