"""Requests in, answers out: paths, token, faults, and the record of every call."""

import asyncio
import json
from email.utils import formatdate
from typing import Any

from aiohttp import web

from sandbox.errors import Broken, Refused
from sandbox.faults import Faults, Planned
from sandbox.methods import METHODS
from sandbox.polling import WEBHOOK_SET, Polling
from sandbox.reading import read_parameters
from sandbox.spec import Method, Params
from sandbox.state import Call, World

JSON = "application/json"
WEBHOOK = ("setWebhook", "deleteWebhook", "getWebhookInfo")
UNAUTHORIZED = Refused(401, "Unauthorized")
NOT_FOUND = Refused(404, "Not Found")


class Cut(Exception):
    """The connection goes down without an answer."""


class Wire:
    """Answers every HTTP request of the bot."""

    def __init__(self, world: World, faults: Faults, polling: Polling) -> None:
        self.world = world
        self.faults = faults
        self.polling = polling
        polling.webhook.execute = self.execute

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, with the network's delay on both ways."""
        await self._travel()
        try:
            if self.faults.is_offline:
                raise Cut
            response = await self._route(request)
        except Refused as refused:
            response = _failure(refused)
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        await self._travel()
        response.headers["Date"] = formatdate(self.world.clock.now(), usegmt=True)
        return response

    async def _travel(self) -> None:
        seconds = self.faults.half_trip()
        if seconds:
            await asyncio.sleep(seconds)

    async def _route(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if path.startswith("/file/bot"):
            token, _, place = path.removeprefix("/file/bot").partition("/")
            self._authorize(token)
            return self._file(place)
        if not path.startswith("/bot"):
            raise NOT_FOUND
        token, _, name = path.removeprefix("/bot").partition("/")
        self._authorize(token)
        return await self._call(request, name, query)

    def _authorize(self, token: str) -> None:
        token = token.replace("%3A", ":").replace("%3a", ":")
        if ":" not in token or len(token) > 80 or token.startswith(":"):
            raise Refused(401, "Unauthorized: invalid token specified")
        if token != self.world.token or self.faults.revoked:
            raise UNAUTHORIZED

    def _file(self, place: str) -> web.Response:
        file = self.world.files.by_path.get(place)
        if file is None:
            raise NOT_FOUND
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _call(self, request: web.BaseRequest, name: str, query: str) -> web.StreamResponse:
        method = self._method(name)
        at = self.world.monotonic()
        raw, files = await read_parameters(request, query)
        plan = self.faults.due(method.name)
        if plan is not None and plan.what != "cut_after":
            self._record(Call(at, method.name, raw, _chat_id(raw), False, plan.what))
            return _planned(plan)
        params = self._params(method, raw, files, at)
        body = await self._perform(method, params, at)
        if plan is not None:
            raise Cut
        return web.Response(body=body, content_type=JSON)

    def _method(self, name: str) -> Method:
        try:
            return self.world.spec.find(name)
        except Refused:
            self.world.violations.append(f"unknown method {name}")
            raise

    def _params(self, method: Method, raw: Any, files: Any, at: float) -> Params:
        try:
            params = self.world.spec.read(method, raw, files)
        except Refused as refused:
            self._failed(method, raw, at, refused)
            raise
        params.at = at
        return params

    async def _perform(self, method: Method, params: Params, at: float) -> bytes:
        if method.name == "getUpdates":
            return f'{{"ok":true,"result":{await self.polling.get_updates(params)}}}'.encode()
        try:
            result, said = self._done(method, params)
        except Refused as refused:
            self._failed(method, params, at, refused)
            raise
        self._record(Call(at, method.name, params, _chat_id(params), True, None, result))
        described = f',"description":{json.dumps(said)}' if said else ""
        return f'{{"ok":true,"result":{json.dumps(result)}{described}}}'.encode()

    def _done(self, method: Method, params: Params) -> tuple[Any, str]:
        """The result, and a description of the success where Telegram gives one."""
        if method.name in WEBHOOK:
            return self._webhook(method, params)
        deed = METHODS.get(method.name.lower())
        if deed is None:
            raise Broken(400, f"Bad Request: the sandbox does not know how to {method.name}")
        try:
            return deed(self.world, params), ""
        except Refused:
            raise
        except Exception as error:
            raise Broken(500, f"Internal Server Error: the sandbox stumbled: {error!r}") from error

    def _webhook(self, method: Method, params: Params) -> tuple[Any, str]:
        """setWebhook, deleteWebhook, getWebhookInfo."""
        if method.name == "getWebhookInfo":
            return self.polling.webhook.info(), ""
        said = self.polling.webhook.set(params)
        if self.polling.webhook.url:
            self.polling.stop_waiting(WEBHOOK_SET)
        return True, said

    async def execute(self, name: str, raw: dict[str, Any]) -> None:
        """A method that came in the answer to a webhook."""
        method, at = self._method(name), self.world.monotonic()
        await self._perform(method, self._params(method, raw, {}, at), at)

    def _failed(self, method: Method, params: Any, at: float, refused: Refused) -> None:
        if isinstance(refused, Broken):
            self.world.violations.append(f"{method.name}: {refused.description}")
        self._record(Call(at, method.name, params, _chat_id(params), False, refused.description))

    def _record(self, call: Call) -> None:
        self.world.calls.append(call)
        self.world.changed("call", method=call.method, chat_id=call.chat_id, ok=call.ok, error=call.error)


def _chat_id(params: dict[str, Any]) -> int | str | None:
    chat_id: int | str | None = params.get("chat_id")
    return int(chat_id) if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit() else chat_id


def _planned(plan: Planned) -> web.Response:
    if plan.what == "cut_before":
        raise Cut
    body = json.dumps(plan.body) if isinstance(plan.body, dict) else plan.body
    kind = JSON if isinstance(plan.body, dict) or body.startswith("{") else "text/html"
    return web.Response(text=body, status=plan.code, content_type=kind)


def _failure(refused: Refused) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    headers = {}
    if refused.parameters:
        answer["parameters"] = refused.parameters
    if "retry_after" in refused.parameters:
        headers["Retry-After"] = str(refused.parameters["retry_after"])
    return web.Response(body=json.dumps(answer).encode(), status=refused.code, content_type=JSON, headers=headers)
