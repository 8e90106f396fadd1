"""What goes between the parent and the drawing process: whole messages, and nothing else passes for one."""

import io
import os
import threading
from typing import BinaryIO, cast

import msgspec
import pytest

from icat.pdf import wire
from icat.pdf.wire import LARGEST, LENGTH_BYTES, Job, Reply, receive, send

JOB = Job(
    html="<p>Ґалаґан Єва</p>",
    stylesheet="@page { size: A4 }",
    language="uk",
    title="Папір",
    identifier=b"\x00\xff sixteen bytes",
    created="2026-11-23T22:30:00Z",
    producer="ICAT",
    cpu_seconds=25,
    most_pages=None,
)


def framed(body: bytes, length: int | None = None) -> bytes:
    """A message as bytes, with the length that it has or the one that is claimed."""
    return (len(body) if length is None else length).to_bytes(LENGTH_BYTES, "big") + body


class Dribbling(io.RawIOBase):
    """A pipe that gives one byte at a time, as a slow one may."""

    def __init__(self, content: bytes) -> None:
        self._rest = content
        self.asked: list[int] = []

    def read(self, count: int = -1, /) -> bytes:
        self.asked.append(count)
        part, self._rest = self._rest[:1], self._rest[1:]
        return part


@pytest.mark.parametrize(
    "message",
    [
        JOB,
        Job("", "", "en", "", b"", "", "", 0, 3),
        Reply(pdf=bytes(range(256)) * 300),
        Reply(),
        Reply(refused="pages", detail="7"),
    ],
    ids=["job", "empty job", "pdf", "ready", "refusal"],
)
def test_a_message_arrives_as_it_was_sent(message: Job | Reply) -> None:
    pipe = io.BytesIO()
    send(pipe, message)
    pipe.seek(0)

    assert (receive(pipe, Job) if isinstance(message, Job) else receive(pipe, Reply)) == message
    assert pipe.read() == b""


def test_messages_arrive_one_by_one_and_then_there_is_none() -> None:
    pipe = io.BytesIO()
    for name in ("one", "two"):
        send(pipe, Reply(detail=name))
    pipe.seek(0)

    assert [receive(pipe, Reply) for _ in range(3)] == [Reply(detail="one"), Reply(detail="two"), None]


def test_a_message_that_comes_in_pieces_is_put_together() -> None:
    pipe = Dribbling(framed(msgspec.msgpack.encode(JOB)))

    assert receive(cast(BinaryIO, pipe), Job) == JOB


def test_a_message_that_breaks_off_anywhere_is_none() -> None:
    whole = framed(msgspec.msgpack.encode(Reply(pdf=b"%PDF", detail="x")))

    assert receive(io.BytesIO(whole), Reply) is not None
    for length in range(len(whole)):
        assert receive(io.BytesIO(whole[:length]), Reply) is None, length


def test_a_length_that_no_message_has_is_refused_before_anything_is_read() -> None:
    for length in (LARGEST + 1, 2**32 - 1):
        pipe = Dribbling(framed(b"x" * 50, length))

        with pytest.raises(ValueError, match="too long"):
            receive(cast(BinaryIO, pipe), Reply)
        assert pipe.asked == [4, 3, 2, 1]


def test_the_longest_message_there_may_be_is_still_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    body = msgspec.msgpack.encode(Reply(pdf=b"x" * 200))

    monkeypatch.setattr(wire, "LARGEST", len(body))
    assert receive(io.BytesIO(framed(body)), Reply) == Reply(pdf=b"x" * 200)
    monkeypatch.setattr(wire, "LARGEST", len(body) - 1)
    with pytest.raises(ValueError, match="too long"):
        receive(io.BytesIO(framed(body)), Reply)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"%PDF-1.7 something that printed to standard output",
        msgspec.msgpack.encode("a text"),
        msgspec.msgpack.encode(["not", "a", "mapping"]),
        msgspec.msgpack.encode({"pdf": 5}),
        msgspec.msgpack.encode({"pdf": b"", "refused": "because"}),
        msgspec.msgpack.encode(Reply(pdf=b"%PDF")) + b"more",
        msgspec.msgpack.encode(Reply(pdf=b"%PDF" * 9))[:-3],
    ],
)
def test_what_is_no_answer_is_an_error_that_the_parent_expects(body: bytes) -> None:
    # render takes ValueError and OSError for a broken process; anything else would be a fault page.
    with pytest.raises(ValueError, match="."):
        receive(io.BytesIO(framed(body)), Reply)


def test_an_answer_is_not_taken_for_a_job() -> None:
    with pytest.raises(ValueError, match="html"):
        receive(io.BytesIO(framed(msgspec.msgpack.encode(Reply(pdf=b"x")))), Job)


def test_a_message_does_not_wait_in_a_buffer() -> None:
    pipe = io.BytesIO()
    buffered = io.BufferedWriter(pipe)

    send(buffered, Reply(detail="x"))

    assert pipe.getvalue() == framed(msgspec.msgpack.encode(Reply(detail="x")))


def test_a_message_longer_than_a_pipe_holds_goes_through_one() -> None:
    near, far = os.pipe()
    sent = Reply(pdf=bytes(300_000))
    with os.fdopen(far, "wb", buffering=0) as writing, os.fdopen(near, "rb", buffering=0) as reading:
        sender = threading.Thread(target=send, args=(writing, sent), daemon=True)
        sender.start()
        got = receive(cast(BinaryIO, reading), Reply)
        assert got == sent
        sender.join(timeout=10)
        assert not sender.is_alive()
        writing.close()
        assert receive(cast(BinaryIO, reading), Reply) is None
