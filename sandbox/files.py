"""Files kept in memory, under ids like Telegram's."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

LINK_LIMIT = 20 * 1024 * 1024


@dataclass(slots=True, eq=False)
class Stored:
    """One file: what it is to Telegram (photo, document, voice…) and its content."""

    id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    def raw(self) -> dict[str, Any]:
        """The fields all file objects of the Bot API share."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """By id, and by the path of their link."""

    def __init__(self) -> None:
        self.by_id: dict[str, Stored] = {}
        self.by_path: dict[str, Stored] = {}

    def keep(self, kind: str, name: str, mime: str, data: bytes, size: tuple[int, int] = (0, 0)) -> Stored:
        """Stores a file; the unique id depends on its content only."""
        digest = hashlib.sha256(kind.encode() + b"\0" + data).digest()
        number = len(self.by_id)
        file_id = base64.urlsafe_b64encode(b"\x05\x01" + kind[:3].encode() + digest[:24] + number.to_bytes(4, "big"))
        unique = base64.urlsafe_b64encode(digest[:12]).decode().rstrip("=")
        ending = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{kind}s/file_{number}.{ending}"
        file = Stored(file_id.decode().rstrip("="), unique, kind, path, name, mime, data, *size)
        self.by_id[file.id] = self.by_path[path] = file
        return file
