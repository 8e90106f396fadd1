"""What comes in is looked at first: size, kind by three witnesses, and pictures are drawn anew from their points alone.

A photo from a phone says where it was taken; that alone can give her away. A picture that is decoded and written again
carries no place, no comment, no second file behind its end.
"""

import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageOps

from icat.errors import RuleBroken
from icat.files.models import FileKind, Looked
from icat.i18n import Message

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
FIELD = "file"  # beside which box a refusal belongs

_EXTENSIONS = {".pdf": FileKind.PDF, ".jpg": FileKind.JPEG, ".jpeg": FileKind.JPEG, ".png": FileKind.PNG}
_PDF_BEGINS = (b"%PDF-1.", b"%PDF-2.")
_SIGNATURES: dict[FileKind, tuple[bytes, ...]] = {
    FileKind.PDF: _PDF_BEGINS,
    FileKind.JPEG: (b"\xff\xd8\xff",),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n",),
}
_AS_DRAWN = {FileKind.JPEG: ("L", "RGB"), FileKind.PNG: ("L", "LA", "RGB", "RGBA")}

Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and asked before anything is decoded
_one_at_a_time = threading.Lock()  # a picture of forty million points takes a hundred megabytes while it is redrawn

NOT_KEPT = Message("Only PDF, JPEG and PNG files can be kept. Save it as one of these and choose it again.")


@dataclass(frozen=True, slots=True, repr=False)
class Sound:
    """A file that may be kept, as it will be kept."""

    content: bytes
    kind: FileKind
    looked: Looked


@dataclass(frozen=True, slots=True, repr=False)
class Brought:
    """A file as somebody brought it: what it is called, what the browser says it is, and what is in it."""

    name: str
    declared: str
    content: bytes


def insist_on_sound(brought: Brought) -> Sound:
    """The file as it may be kept.

    Refuses what is empty, too large, of no kind that can be kept, what is not what its name or the browser says, a PDF
    that has no end, and a picture that cannot be drawn or has too many points.
    """
    content = brought.content
    if not content:
        raise RuleBroken(Message("This file is empty. Choose another one."), field=FIELD)
    if len(content) > MOST_BYTES:
        raise RuleBroken(
            Message("This file is too large: at most %(most)s MB.", most=MOST_BYTES // 1024 // 1024), field=FIELD
        )
    kind = _EXTENSIONS.get(PurePath(brought.name).suffix.lower())
    if kind is None:
        raise RuleBroken(NOT_KEPT, field=FIELD)
    if brought.declared.partition(";")[0].strip().lower() != kind.media_type or not content.startswith(
        _SIGNATURES[kind]
    ):
        raise RuleBroken(
            Message("This file is not what its name says. Open it, save it anew as PDF, JPEG or PNG, and try again."),
            field=FIELD,
        )
    if kind is FileKind.PDF:
        if b"%%EOF" not in content[-1024:]:
            raise RuleBroken(Message("This PDF is damaged: its end is missing. Scan or save it again."), field=FIELD)
        return Sound(content, kind, Looked.UNSCANNED)
    with _one_at_a_time:
        return Sound(_redrawn(content, kind), kind, Looked.REDRAWN)


def _redrawn(content: bytes, kind: FileKind) -> bytes:
    """The points of a picture, upright, and nothing else of it."""
    try:
        picture: Image.Image = Image.open(BytesIO(content), formats=[kind.name])
        if picture.width * picture.height > MOST_PIXELS:
            raise RuleBroken(
                Message(
                    "This picture has too many points: at most %(most)s million. Take it again at a lower resolution.",
                    most=MOST_PIXELS // 1_000_000,
                ),
                field=FIELD,
            )
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        picture = _in_plain_colours(picture, kind)
        picture.info.clear()
        drawn = BytesIO()
        if kind is FileKind.JPEG:
            picture.save(drawn, kind.name, quality=88)
        else:
            picture.save(drawn, kind.name, compress_level=3)
        return drawn.getvalue()
    except RuleBroken:
        raise
    except Exception as fault:  # whatever a decoder trips over, the file is what is wrong
        raise RuleBroken(
            Message("This picture is damaged and cannot be shown. Take or scan it again."), field=FIELD
        ) from fault


def _in_plain_colours(picture: Image.Image, kind: FileKind) -> Image.Image:
    if picture.mode in _AS_DRAWN[kind]:
        return picture
    see_through = kind is FileKind.PNG and ("A" in picture.mode or "transparency" in picture.info)
    return picture.convert("RGBA" if see_through else "RGB")
