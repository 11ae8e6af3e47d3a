"""The emulator's words: updates and answers as a Bot API server writes them, made by templates to cost little."""

import re

FIRST_UPDATE = 100_000_000
FIRST_PERSON = 500_000_000
WORD = "pesan"
"""Every message is `pesan-<number>`, and its answer repeats it."""
NUMBER = re.compile(rb"pesan-(\d+)")
PRESS = re.compile(rb"press-(\d+)")
OFFSET = re.compile(rb'"?offset"?(?:=|: ?|\r\n\r\n)"?(-?\d+)')
CHAT = re.compile(rb'"?chat_id"?(?:=|: ?|\r\n\r\n)"?(-?\d+)')
COPY = "kabar untuk semua"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
SENT_AT = 1_764_000_000

ME = (
    b'{"id":123456,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,'
    b'"can_read_all_group_messages":false,"supports_inline_queries":false}'
)
_NAMES = '"first_name":"Warga","last_name":"Nomor {id}","username":"warga_{id}"'
_FROM = '{{"id":{id},"is_bot":false,' + _NAMES + ',"language_code":"id"}}'
_CHAT = '{{"id":{id},' + _NAMES + ',"type":"private"}}'
_BOT = '{"id":123456,"is_bot":true,"first_name":"Bench","username":"bench_bot"}'
_HEAD = (
    b"HTTP/1.1 200 OK\r\nServer: nginx/1.18.0\r\nDate: Tue, 24 Nov 2026 04:00:00 GMT\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\nConnection: keep-alive\r\n"
    b"Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
    b"Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET, POST, OPTIONS\r\n"
    b"Access-Control-Expose-Headers: Content-Length,Content-Type,Date,Server,Connection\r\n\r\n"
)


def message(number: int, person: int) -> str:
    """The update of a person's text message."""
    who, chat = _FROM.format(id=person), _CHAT.format(id=person)
    return (
        f'{{"update_id":{FIRST_UPDATE + number},"message":{{"message_id":{number + 1},"from":{who},"chat":{chat},'
        f'"date":{SENT_AT},"text":"{WORD}-{number}"}}}}'
    )


def press(number: int, person: int) -> str:
    """The update of a person's press on a button under an older message of the bot."""
    who, chat = _FROM.format(id=person), _CHAT.format(id=person)
    return (
        f'{{"update_id":{FIRST_UPDATE + number},"callback_query":{{"id":"press-{number}","from":{who},"message":'
        f'{{"message_id":{number + 1},"from":{_BOT},"chat":{chat},"date":{SENT_AT},"text":"Pilih","reply_markup":'
        f'{{"inline_keyboard":[[{{"text":"Ya","callback_data":"v1:bench:press"}}]]}}}},'
        f'"chat_instance":"-{person}","data":"v1:bench:press"}}}}'
    )


def sent(message_id: int, person: int, text: str) -> bytes:
    """The message that a sendMessage is answered with."""
    chat = _CHAT.format(id=person)
    return f'{{"message_id":{message_id},"from":{_BOT},"chat":{chat},"date":{SENT_AT},"text":"{text}"}}'.encode()


def ok(result: bytes) -> bytes:
    """A whole HTTP answer that says ok."""
    return respond(b'{"ok":true,"result":%b}' % result)


def respond(body: bytes) -> bytes:
    """A whole HTTP answer with this body."""
    return _HEAD % len(body) + body
