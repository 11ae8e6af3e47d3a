"""A small bot over raw long polling, so that the page is tested without ours."""

import asyncio
import html
from typing import Any

import aiohttp

MENU = {
    "inline_keyboard": [
        [{"text": "Sapa", "callback_data": "toast"}, {"text": "Penting", "callback_data": "alert"}],
        [{"text": "Ubah", "callback_data": "edit"}],
        [{"text": "Undangan", "url": "https://t.me/malang_bot?start=undang_42"}],
    ]
}
KEYS = {"keyboard": [[{"text": "Bagikan nomor", "request_contact": True}], ["Klojen", "Sukun"]]}
RICH = (
    "<b>tebal</b> <i>miring</i> <tg-spoiler>rahasia</tg-spoiler> "
    '<a href="https://example.org/">tautan</a><blockquote>kutipan</blockquote>'
)


class Echo:
    """Answers what it knows, repeats the rest."""

    def __init__(self, url: str, token: str) -> None:
        self.root = f"{url}/bot{token}"

    async def run(self) -> None:
        """Polls until cancelled; the next request goes out after everything before was answered."""
        offset = 0
        async with aiohttp.ClientSession() as self.http:
            while True:
                try:
                    updates = await self.call("getUpdates", offset=offset, timeout=5)
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
                    continue
                for update in updates:
                    await self.answer(update)
                    offset = update["update_id"] + 1

    async def call(self, method: str, **params: Any) -> Any:
        """One request; again when Telegram says so."""
        while True:
            async with self.http.post(f"{self.root}/{method}", json=params) as response:
                answer = await response.json()
            if answer.get("error_code") != 429:
                return answer.get("result")
            await asyncio.sleep(answer["parameters"]["retry_after"])

    async def answer(self, update: dict[str, Any]) -> None:
        """What this update brings about."""
        if "callback_query" in update:
            await self.press(update["callback_query"])
        elif "inline_query" in update:
            await self.inline(update["inline_query"])
        elif "message" in update and "via_bot" not in update["message"]:
            await self.message(update["message"])

    async def press(self, query: dict[str, Any]) -> None:
        """A toast, a box, or other words in the message."""
        words: dict[str, dict[str, Any]] = {
            "toast": {"text": "Halo!"},
            "alert": {"text": "Kursi penuh", "show_alert": True},
        }
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **words.get(query["data"], {}))
        if query["data"] == "edit":
            message = query["message"]
            place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self.call("editMessageText", text="Sudah berubah", reply_markup=MENU, **place)

    async def inline(self, query: dict[str, Any]) -> None:
        """One result."""
        content = {"message_text": f"Isi tentang {query['query']}"}
        article = {"type": "article", "id": "1", "title": f"Tentang {query['query']}", "input_message_content": content}
        await self.call("answerInlineQuery", inline_query_id=query["id"], results=[article])

    async def message(self, message: dict[str, Any]) -> None:
        """One message back."""
        chat_id, text = message["chat"]["id"], message.get("text", "")
        if text == "/lama":
            await self.call("sendChatAction", chat_id=chat_id, action="typing")
            return
        if text == "/polling":
            options = [{"text": "Sabtu"}, {"text": "Minggu"}]
            await self.call("sendPoll", chat_id=chat_id, question="Kapan?", options=options)
            return
        replies: dict[str, tuple[str, Any]] = {
            "/start": ("Selamat datang", MENU),
            "/kaya": (RICH, None),
            "/papan": ("Pilih kecamatan", KEYS),
            "/start undang_42": ("Undangan undang_42 diterima", None),
        }
        kind = next((kind for kind in ("contact", "location", "photo", "document") if kind in message), None)
        words, markup = replies.get(text, (f"Diterima: {kind}" if kind else f"Gema: {html.escape(text)}", None))
        extra = {"reply_markup": markup} if markup else {}
        await self.call("sendMessage", chat_id=chat_id, text=words, parse_mode="HTML", **extra)
