"""Signed notes: those that others published are read, and written, to the byte; whatever is ambiguous is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.audit.note import (
    COSIGNATURE,
    Head,
    Malformed,
    Note,
    VerifierKey,
    cosignature,
    cosigned_at,
    parse_head,
    parse_note,
    parse_signature,
    parse_vkey,
    signature,
    verifier,
)
from icat.crypto.signing import SigningKey

# The keys and the note with which Go's package for signed notes is tested, and the example of C2SP's specification.
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = (
    "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
PUBLISHED = (TEXT + "\n" + BY_PETER + BY_ENOCH).encode()
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


def test_published_notes_are_read_and_their_signatures_are_right() -> None:
    peter, enoch = parse_vkey(PETER), parse_vkey(ENOCH)

    note = parse_note(PUBLISHED)
    assert note.text == TEXT
    assert [line.name for line in note.signatures] == ["PeterNeumann", "EnochRoot"]
    assert peter.signed(note)
    assert enoch.signed(note)
    assert str(note).encode() == PUBLISHED
    assert (str(peter), str(enoch)) == (PETER, ENOCH)
    assert parse_vkey(FOO).signed(parse_note(FOO_NOTE.encode()))
    assert not parse_vkey(FOO).signed(note)


def test_a_published_note_is_written_to_the_byte() -> None:
    key = SigningKey("PeterNeumann", PETER_SEED)

    assert str(verifier(key)) == PETER
    assert str(Note(TEXT, (signature(key, TEXT),))) == TEXT + "\n" + BY_PETER


def test_every_piece_of_a_key_and_every_changed_letter_is_refused() -> None:
    for start in range(len(PETER)):
        for end in range(start, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(Malformed):
                    parse_vkey(PETER[start:end])
    for at, letter in enumerate(PETER):
        with pytest.raises(Malformed):
            parse_vkey(PETER[:at] + chr(ord(letter) + 1) + PETER[at + 1 :])


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "",
        "++",
        PETER.replace("c74f20a3", "C74F20A3"),
    ],
)
def test_published_keys_that_are_wrong_are_refused(vkey: str) -> None:
    with pytest.raises(Malformed):
        parse_vkey(vkey)


@pytest.mark.parametrize(
    "raw",
    [
        TEXT,
        TEXT + "\n",
        TEXT + "\n" + BY_PETER[:-1],
        "\x01" + TEXT + "\n" + BY_PETER,
        TEXT + "\n" + BY_PETER.replace("PeterNeumann", "Peter Neumann"),
        TEXT + "\n" + BY_PETER.replace("PeterNeumann", "Peter+Neumann"),
        TEXT + "\n" + BY_PETER.replace("PeterNeumann", "Peter\u2003Neumann"),
        TEXT + "\n" + BY_PETER.replace("PeterNeumann", ""),
        TEXT + "\n" + BY_PETER + "Unexpected line.\n",
        TEXT + "\n" + BY_PETER + BY_PETER,
        TEXT + "\n" + BY_PETER + BY_PETER.replace("x08go/Z", "x08go/a"),
        TEXT + "\n" + BY_PETER.replace("\u2014", "-"),
        TEXT + "\n" + BY_PETER.replace("\u2014 ", "\u2014"),
        TEXT + "\n" + BY_PETER.replace("\n", "\r\n"),
        TEXT + "\n" + BY_PETER.replace("JnAM=", "JnAN="),  # stray bits, which many readers overlook
        TEXT + "\n" + BY_PETER.replace("JnAM=", "JnAM"),
        TEXT + "\n" + BY_PETER.replace("Neumann x", "Neumann  x"),
        TEXT + "\n\u2014 PeterNeumann x08goA==\n",
        "\n" + BY_PETER,
        BY_PETER,
        "",
        "\n\n",
    ],
)
def test_what_is_not_exactly_one_note_is_refused(raw: str) -> None:
    with pytest.raises(Malformed):
        parse_note(raw.encode())


def test_too_much_is_refused() -> None:
    with pytest.raises(Malformed, match="UTF-8"):
        parse_note(b"\xff" + PUBLISHED)
    with pytest.raises(Malformed, match="too long"):
        parse_note(b"x" * 70_000 + PUBLISHED)
    many = "".join(BY_PETER.replace("PeterNeumann", f"Peter{number}") for number in range(101))
    with pytest.raises(Malformed, match="too many"):
        parse_note((TEXT + "\n" + many).encode())


@given(st.data())
def test_a_changed_note_is_refused_or_no_longer_signed(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(PUBLISHED) - 1))
    cut = data.draw(st.integers(0, 3))
    put = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from([b"\n", b"\n\n", b"\xe2\x80\x94 ", b"+", b"="])))
    changed = PUBLISHED[:at] + put + PUBLISHED[at + cut :]

    try:
        note = parse_note(changed)
    except Malformed:
        return
    assert str(note).encode() == changed, "read in one way, written in another"
    if note.text != TEXT:
        assert not parse_vkey(PETER).signed(note)
        assert not parse_vkey(ENOCH).signed(note)


@given(st.binary(max_size=200))
def test_no_bytes_are_read_in_two_ways(raw: bytes) -> None:
    for read in (parse_note, lambda given: parse_head(given.decode()), lambda given: parse_signature(given.decode())):
        try:
            found = read(raw)
        except (Malformed, UnicodeDecodeError):
            continue
        written = found.text if isinstance(found, Head) else str(found)
        assert written.encode() == raw


def test_a_published_checkpoint_is_read() -> None:
    head = parse_head(f"example.com/behind-the-sofa\n20852163\n{ROOT}\n")

    assert head == Head("example.com/behind-the-sofa", 20852163, base64.b64decode(ROOT))
    assert head.text == f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"log\n07\n{ROOT}\n",
        f"log\n+7\n{ROOT}\n",
        f"log\n-7\n{ROOT}\n",
        f"log\n 7\n{ROOT}\n",
        f"log\n٧\n{ROOT}\n",
        f"log\n7_0\n{ROOT}\n",
        f"log\n{10**18}\n{ROOT}\n",
        f"\n7\n{ROOT}\n",
        f"my log\n7\n{ROOT}\n",
        f"my+log\n7\n{ROOT}\n",
        f"log\n7\n{ROOT}",
        f"log\n7\n{ROOT}\nmore\n",
        f"log\n7\n{ROOT}\n\n",
        f"log\n7\n{ROOT[:-4]}\n",
        f"log\n7\n{ROOT[:-2]}3=\n",
        "log\n7\n\n",
        "log\n7\n",
    ],
)
def test_what_is_not_exactly_one_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_head(text)


def test_a_cosignature_states_its_moment_and_is_right_for_no_other() -> None:
    key = SigningKey("police.example/witness", bytes(32))
    text = Head("icat/x/e1", 5, bytes(32)).text
    line = cosignature(key, text, 1_800_000_000)
    vkey = verifier(key, COSIGNATURE)

    assert cosigned_at(line) == 1_800_000_000
    assert vkey.is_right(text, line)
    assert parse_vkey(str(vkey)) == vkey
    assert not vkey.is_right(text.replace("5", "6"), line)
    moved = parse_signature(str(cosignature(key, text, 1_800_000_001)))
    assert not vkey.is_right(text, type(line)(line.name, line.key_id, moved.body[:8] + line.body[8:]))
    assert not verifier(key).is_right(text, line), "the same key, but its plain signatures say something else"
    assert not vkey.is_right(text, signature(key, text))
    assert cosigned_at(signature(key, text)) is None


def test_the_message_of_a_cosignature_is_that_of_the_specification() -> None:
    key = SigningKey("witness.example/w1", bytes(range(32)))
    text = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"

    line = cosignature(key, text, 1679315147)

    assert line.body[:8] == (1679315147).to_bytes(8, "big")
    assert line.body[8:] == key.sign(b"cosignature/v1\ntime 1679315147\n" + text.encode())


def test_a_later_signature_of_a_key_takes_the_place_of_its_earlier_one() -> None:
    key = SigningKey("w", bytes(32))
    head = Head("icat/x/e1", 5, bytes(32))
    note = Note(head.text, (signature(SigningKey("s", bytes(32)), head.text),))

    twice = note.signed_also([cosignature(key, head.text, 1)]).signed_also([cosignature(key, head.text, 2)])

    assert [line.name for line in twice.signatures] == ["s", "w"]
    assert cosigned_at(twice.signatures[1]) == 2
    assert parse_note(str(twice).encode()) == twice


def test_a_name_or_number_shared_with_a_known_key_is_not_enough() -> None:
    peter = parse_vkey(PETER)
    line = parse_note(PUBLISHED).signatures[0]

    assert not VerifierKey("CarmenSandiego", 1, peter.public).is_right(TEXT, line)
    assert not peter.is_right(TEXT, type(line)("PeterNeumann", b"xxxx", line.body))
