"""Who may ask the page: this machine's own browser, and no other site through it."""

from collections.abc import Awaitable, Callable

from aiohttp import web

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler) -> Handler:
    """Only this machine's own names (against DNS rebinding), only the page itself (against other sites)."""

    async def checked(request: web.Request) -> web.StreamResponse:
        if _hostname(request.host) not in LOOPBACK:
            return refused("This page answers only to localhost.", 403)
        if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") and request.path != "/":
            return refused("Only this page itself may ask.", 403)
        if request.method == "POST" and not _from_here(request):
            return refused("Only this page itself may ask.", 403)
        try:
            response = await handler(request)
        except web.HTTPNotFound:
            response = web.Response(status=404, text="not found")
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return checked


def _from_here(request: web.Request) -> bool:
    """A POST carries our header (another site's would need a preflight) and, from browsers, our origin."""
    origin = request.headers.get("Origin")
    return request.headers.get("X-Sandbox") == "1" and origin in (None, f"http://{request.host}")


def _hostname(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def refused(why: str, status: int) -> web.Response:
    return web.json_response({"error": why}, status=status)
