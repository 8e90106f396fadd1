"""Files as people bring them, good and hostile, made in code."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

from icat.files.checking import Brought

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
SECRET_PLACE = b"49.4229N 26.9871E"


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 40), mode: str = "RGB", **more: Any) -> bytes:
    """A picture whose left half is dark."""
    made = Image.new(mode, size, "white" if mode != "P" else 1)
    if mode in ("RGB", "L"):
        made.paste("black", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def telling_photo(kind: str = "JPEG", orientation: int = 1) -> bytes:
    """A photo that says where it was taken, by which phone, and carries a comment."""
    exif = Image.Exif()
    exif[0x010F] = "Phone of Halyna"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[29] = SECRET_PLACE.decode()
    return picture(kind, exif=exif, comment=b"taken at home") if kind == "JPEG" else picture(kind, exif=exif)


def pdf(body: bytes = b"") -> bytes:
    """A PDF of one empty page."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has this many points."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


PAGE = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PROGRAM = b"MZ\x90\x00" + b"\0" * 200
ARCHIVE = b"PK\x03\x04" + b"\0" * 200

# What it is -> the file, and a part of the sentence that refuses it.
HOSTILE: dict[str, tuple[Brought, str]] = {
    "nothing in it": (Brought("a.pdf", PDF, b""), "empty"),
    "a page called a PDF": (Brought("a.pdf", PDF, PAGE), "not what its name says"),
    "a page called a picture": (Brought("a.png", PNG, PAGE), "not what its name says"),
    "a drawing that can run scripts": (Brought("a.svg", "image/svg+xml", SVG), "Only PDF, JPEG and PNG"),
    "such a drawing called a picture": (Brought("a.png", PNG, SVG), "not what its name says"),
    "a program": (Brought("consent.exe", "application/octet-stream", PROGRAM), "Only PDF, JPEG and PNG"),
    "a program called a PDF": (Brought("consent.pdf", PDF, PROGRAM), "not what its name says"),
    "a PDF called a program": (Brought("consent.pdf.exe", PDF, pdf()), "Only PDF, JPEG and PNG"),
    "a document with macros": (
        Brought("a.docm", "application/vnd.ms-word.document.macroEnabled.12", ARCHIVE),
        "Only PDF, JPEG and PNG",
    ),
    "an archive called a PDF": (Brought("a.pdf", PDF, ARCHIVE), "not what its name says"),
    "a PDF behind something else": (Brought("a.pdf", PDF, PAGE + pdf()), "not what its name says"),
    "a PDF without its end": (Brought("a.pdf", PDF, pdf()[:40]), "its end is missing"),
    "a PDF with much behind its end": (Brought("a.pdf", PDF, pdf() + b"\0" * 2000), "its end is missing"),
    "a PNG called a JPEG": (Brought("a.jpg", JPEG, picture("PNG")), "not what its name says"),
    "a JPEG that the browser calls a page": (Brought("a.jpg", "text/html", picture()), "not what its name says"),
    "no extension": (Brought("consent", JPEG, picture()), "Only PDF, JPEG and PNG"),
    "half a JPEG": (Brought("a.jpg", JPEG, telling_photo()[:300]), "damaged"),
    "a JPEG of its first bytes only": (Brought("a.jpg", JPEG, b"\xff\xd8\xff" + b"A" * 100), "damaged"),
    "a PNG whose points are missing": (Brought("a.png", PNG, bomb(200, 200)), "damaged"),
    "a PNG that would fill the memory": (Brought("a.png", PNG, bomb(60_000, 60_000)), "too many points"),
    "a PNG with a few points too many": (Brought("a.png", PNG, bomb(8_001, 5_000)), "too many points"),
    "a GIF called a PNG": (Brought("a.png", PNG, picture("GIF", mode="P")), "not what its name says"),
    "a TIFF": (Brought("a.tif", "image/tiff", picture("TIFF")), "Only PDF, JPEG and PNG"),
}
