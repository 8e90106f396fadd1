"""What may come in: three witnesses of its kind, a size, and pictures of which only the points are kept."""

from io import BytesIO

import pytest
from PIL import Image

from icat.errors import RuleBroken
from icat.files.checking import MOST_BYTES, Brought, insist_on_sound
from icat.files.models import FileKind, Looked
from tests.files import brought
from tests.files.brought import HOSTILE, JPEG, PDF, PNG, SECRET_PLACE, picture, telling_photo


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_beside_its_box(what):
    file, sentence = HOSTILE[what]

    with pytest.raises(RuleBroken, match=sentence) as refused:
        insist_on_sound(file)

    assert refused.value.field == "file"


def test_a_file_over_the_limit_is_refused_and_one_at_it_is_not():
    most = brought.pdf(b"%" + b"x" * (MOST_BYTES - len(brought.pdf()) - 1))
    assert len(most) == MOST_BYTES

    assert insist_on_sound(Brought("a.pdf", PDF, most)).content == most
    with pytest.raises(RuleBroken, match="at most 20 MB"):
        insist_on_sound(Brought("a.pdf", PDF, most + b"\n"))


def test_a_pdf_is_kept_as_it_came_and_says_that_no_scanner_saw_it():
    sound = insist_on_sound(Brought("Згода.PDF", PDF, brought.pdf()))

    assert (sound.content, sound.kind, sound.looked) == (brought.pdf(), FileKind.PDF, Looked.UNSCANNED)


@pytest.mark.parametrize(("kind", "name", "declared"), [("JPEG", "a.jpeg", JPEG), ("PNG", "a.png", PNG)])
def test_a_photo_keeps_its_points_and_nothing_of_where_it_was_taken(kind, name, declared):
    came = telling_photo(kind)
    assert SECRET_PLACE in came

    sound = insist_on_sound(Brought(name, declared, came))

    kept = Image.open(BytesIO(sound.content))
    assert (kept.format, kept.size, sound.looked) == (kind, (80, 40), Looked.REDRAWN)
    assert SECRET_PLACE not in sound.content
    assert b"Halyna" not in sound.content
    assert b"taken at home" not in sound.content
    assert dict(kept.getexif()) == {}
    assert max(kept.convert("L").crop((0, 0, 30, 40)).tobytes()) < 60
    assert min(kept.convert("L").crop((50, 0, 80, 40)).tobytes()) > 200


def test_a_photo_taken_sideways_stands_upright():
    sound = insist_on_sound(Brought("a.jpg", JPEG, telling_photo(orientation=6)))

    assert Image.open(BytesIO(sound.content)).size == (40, 80)


def test_what_hides_behind_the_end_of_a_picture_is_gone():
    sound = insist_on_sound(Brought("a.jpg", JPEG, picture() + brought.PAGE + brought.ARCHIVE))

    assert b"script" not in sound.content
    assert b"PK\x03\x04" not in sound.content


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "RGB", "I;16"])
def test_every_kind_of_png_can_be_kept(mode):
    sound = insist_on_sound(Brought("a.png", PNG, picture("PNG", mode=mode)))

    assert Image.open(BytesIO(sound.content)).size == (80, 40)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_can_be_kept(mode):
    sound = insist_on_sound(Brought("a.jpg", JPEG, picture("JPEG", mode=mode)))

    assert Image.open(BytesIO(sound.content)).mode in ("L", "RGB")


def test_a_picture_of_forty_million_points_is_not_too_large():
    came = picture("PNG", size=(8_000, 5_000), mode="L")

    assert Image.open(BytesIO(insist_on_sound(Brought("a.png", PNG, came)).content)).size == (8_000, 5_000)
