// What the page knows: one state, kept fresh by server-sent events, changed only by the server.

export const store = {
  bot: {}, people: [], tools: {}, chats: new Map(), typing: new Map(), live: false,
};
const listeners = { change: new Set(), toast: new Set(), message: new Set(), inline: new Set() };

export const on = (kind, listener) => listeners[kind].add(listener);
const tell = (kind, value) => listeners[kind].forEach((listener) => listener(value));

let queued = false;
export function changed() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => { queued = false; tell("change"); });
}

/** The simulated time in seconds, ticking between events. */
export const now = () => (Date.now() / 1000) + (store.tools.clock_offset ?? 0) + (store.skew ?? 0);

export function connect() {
  const source = new EventSource("/page/events");
  const hear = (kind, handle) => source.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
  source.onopen = () => { store.live = true; changed(); };
  source.onerror = () => { store.live = false; changed(); };
  hear("state", (state) => { store.chats.clear(); apply(state, false); });
  hear("patch", (patch) => apply(patch, true));
  hear("toast", ({ person_id, ...word }) => tell("toast", { ...word, person: person_id }));
  hear("typing", typing);
  hear("inline", (answer) => tell("inline", answer));
}

function typing({ chat_id: chat, action, seconds }) {
  if (!action) seconds = 0;
  store.typing.set(chat, { action, until: performance.now() + seconds * 1000 });
  setTimeout(changed, seconds * 1000 + 20);
  changed();
}

export function typingIn(chat) {
  const entry = store.typing.get(chat);
  return entry && entry.until > performance.now() ? entry.action : null;
}

function apply({ set, gone }, fresh) {
  const heard = [];
  for (const [key, value] of set) put(key, value, heard);
  for (const key of gone) drop(key);
  if (fresh) heard.forEach((word) => tell("message", word));
  changed();
}

function put([kind, id, messageId], value, heard) {
  if (kind === "chat") store.chats.set(id, Object.assign(store.chats.get(id) ?? { messages: new Map() }, value));
  else if (kind === "message") {
    const chat = store.chats.get(id);
    if (!chat.messages.has(messageId)) heard.push({ chat, message: value });
    if (!chat.messages.has(messageId) && value.from?.is_bot) store.typing.delete(id);
    chat.messages.set(messageId, value);
  } else store[kind] = value;
}

function drop([kind, id, messageId]) {
  if (kind === "chat") store.chats.delete(id);
  if (kind === "message") store.chats.get(id)?.messages.delete(messageId);
}

/** Does something as a person or with the tools; says why when it could not. */
export async function act(action) {
  return send("/page/act", { body: JSON.stringify(action), headers: { "Content-Type": "application/json" } });
}

export async function upload(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value != null) form.append(name, value);
  return send("/page/upload", { body: form, headers: {} });
}

async function send(path, { body, headers }) {
  try {
    const response = await fetch(path, { method: "POST", body, headers: { ...headers, "X-Sandbox": "1" } });
    const answer = await response.json();
    if (!response.ok) tell("toast", { text: answer.error ?? `Gagal (${response.status})`, fault: true });
    return response.ok ? answer : null;
  } catch {
    tell("toast", { text: "Ruang coba tidak terjangkau. Apakah prosesnya masih berjalan?", fault: true });
    return null;
  }
}

export const person = (id) => store.people.find((one) => one.id === id);
export const chatsOf = (id) => [...store.chats.values()].filter((chat) => chat.members.includes(id));
export const messagesOf = (chat) => [...chat.messages.values()].sort((a, b) => a.message_id - b.message_id);
