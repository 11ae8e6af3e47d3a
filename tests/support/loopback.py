"""No test reaches beyond this machine: a connection elsewhere is refused at once."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import pytest

HERE = ("127.", "::1", "localhost")


@contextlib.contextmanager
def only() -> Iterator[None]:
    """Refuse every connection of this process that does not end on loopback."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(HERE):
            raise ConnectionRefusedError(f"tests stay on this machine, not {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
