"""A file sealed in chunks: it opens whole and in its own place, and in no other way."""

import io

import pytest

from icat.crypto.chunks import CHUNK, SealingStream, UnsealingStream, seal_content, unseal_content
from icat.crypto.sealing import SealBroken

PLACE = b"v1|file|team|case|files|id|name"
WHOLE = CHUNK + 16  # a full chunk with its tag
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5)


def content(size: int) -> bytes:
    return bytes(n % 251 for n in range(size))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_again_and_does_not_show(size):
    sealed = seal_content(content(size), PLACE)
    written = b"".join(sealed.chunks)

    assert unseal_content(sealed.key, written, PLACE) == content(size)
    assert all(len(chunk) == WHOLE for chunk in sealed.chunks[:-1])
    assert size < 16 or content(size)[:16] not in written


def test_two_files_never_share_a_key():
    assert seal_content(b"same", PLACE).key != seal_content(b"same", PLACE).key


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda s: s[:WHOLE], id="cut short at a chunk"),
        pytest.param(lambda s: s[:-1], id="cut short within a chunk"),
        pytest.param(lambda s: s[WHOLE:], id="the first chunk left out"),
        pytest.param(lambda s: s[WHOLE : 2 * WHOLE] + s[:WHOLE] + s[2 * WHOLE :], id="two chunks exchanged"),
        pytest.param(lambda s: s + s[-WHOLE:], id="the last chunk twice"),
        pytest.param(lambda s: s + b"\0", id="a byte more"),
        pytest.param(lambda s: bytes([s[0] ^ 1]) + s[1:], id="a bit changed"),
        pytest.param(lambda s: b"", id="nothing left"),
    ],
)
def test_a_file_that_is_not_whole_does_not_open(changed):
    sealed = seal_content(content(3 * CHUNK), PLACE)

    with pytest.raises(SealBroken):
        unseal_content(sealed.key, changed(b"".join(sealed.chunks)), PLACE)


def test_a_file_in_another_place_does_not_open():
    sealed = seal_content(content(10), PLACE)

    with pytest.raises(SealBroken):
        unseal_content(sealed.key, b"".join(sealed.chunks), PLACE.replace(b"case", b"other"))


KEY = bytes(range(32))


def streamed(plain: bytes, step: int) -> bytes:
    file = io.BytesIO()
    with SealingStream(file, KEY, PLACE) as stream:
        for begin in range(0, len(plain), step):
            stream.write(plain[begin : begin + step])
    return file.getvalue()


@pytest.mark.parametrize("step", [7_000, CHUNK, 5 * CHUNK])
@pytest.mark.parametrize("size", SIZES)
def test_a_stream_is_sealed_as_a_whole_is_however_it_comes(size, step):
    written = streamed(content(size), step)

    assert unseal_content(KEY, written, PLACE) == content(size)
    assert UnsealingStream(io.BytesIO(written), KEY, PLACE).read() == content(size)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda s: s[:WHOLE], id="cut short at a chunk"),
        pytest.param(lambda s: s[WHOLE:], id="the first chunk left out"),
        pytest.param(lambda s: s[:-1], id="cut short within a chunk"),
        pytest.param(lambda s: s + b"\0", id="a byte more"),
        pytest.param(lambda s: b"", id="nothing left"),
    ],
)
def test_a_stream_that_is_not_whole_does_not_end_well(changed):
    stream = UnsealingStream(io.BytesIO(changed(streamed(content(3 * CHUNK), CHUNK))), KEY, PLACE)

    with pytest.raises(SealBroken):
        stream.read()
