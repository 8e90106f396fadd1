"""What the parent and the drawing process say to each other: length-prefixed MessagePack over two pipes."""

from typing import BinaryIO, Literal, TypeVar

import msgspec

LENGTH_BYTES = 4
LARGEST = 64 * 1024 * 1024


class Job(msgspec.Struct, frozen=True):
    """One document to draw. Everything that ends up in the file is in here; the child reads nothing else."""

    html: str
    stylesheet: str
    language: str
    title: str
    identifier: bytes
    created: str
    producer: str
    cpu_seconds: int
    most_pages: int | None


Why = Literal["fetch", "pages", "failed", "unavailable"]


class Reply(msgspec.Struct, frozen=True):
    """Either the bytes of the PDF, or why there are none. ``detail`` never holds words of the document."""

    pdf: bytes = b""
    refused: Why | None = None
    detail: str = ""


T = TypeVar("T", Job, Reply)


def send(pipe: BinaryIO, message: Job | Reply) -> None:
    """Write one message and flush it."""
    body = msgspec.msgpack.encode(message)
    pipe.write(len(body).to_bytes(LENGTH_BYTES, "big") + body)
    pipe.flush()


def receive(pipe: BinaryIO, kind: type[T]) -> T | None:
    """The next message, or nothing when the other side is gone. Refuses an impossible length."""
    head = _exactly(pipe, LENGTH_BYTES)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > LARGEST:
        raise ValueError("message too long")
    body = _exactly(pipe, length)
    return None if body is None else msgspec.msgpack.decode(body, type=kind)


def _exactly(pipe: BinaryIO, count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = pipe.read(count)
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
