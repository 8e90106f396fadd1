"""Three checkers of tagged PDF, of independent origin, and the tools that read a PDF back as text.

``page`` is a validator written in Rust after the Matterhorn protocol, ``pdfua`` a Python one; what neither of them
looks at is checked here by hand.
"""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import page
import pdfua
import pikepdf

# pdfua 0.1.3 stumbles over a list of kids in a heading and says so; it decides only whether headings are empty.
GIVEN_UP = {"UA-14-001"}


def text(pdf: bytes, *how: str) -> str:
    """The text in the order in which it was written."""
    done = subprocess.run(["pdftotext", *(how or ("-raw",)), "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def squeezed(words: str) -> str:
    """The text without any space, so that the breaking of lines does not matter."""
    return re.sub(r"\s+", "", words)


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def everything_in(pdf: bytes) -> bytes:
    """The file as it is, and once more with every stream unpacked."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        whole = BytesIO()
        opened.save(
            whole, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False, fix_metadata_version=False
        )
    return pdf + whole.getvalue()


def by_page(pdf: bytes) -> set[str]:
    """The rules that the Rust validator finds broken."""
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return {failure.rule_id for failure in report.failures}


def by_pdfua(pdf: bytes, folder: Path) -> set[str]:
    """The rules that the Python validator finds broken; one that it gives up counts too, but for a known one."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    report = pdfua.validate(str(file))
    return {finding.rule_id for finding in report.findings} | ({one.rule_id for one in report.skipped} - GIVEN_UP)


def by_hand(pdf: bytes) -> set[str]:
    """What the other two do not look at, or only one of them."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return set(_found(opened))


def _found(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if b'pdfuaid:part="1"' not in root.Metadata.read_bytes():
        yield "no claim"
    if any(one.get("/Tabs") != "/S" for one in pdf.pages):
        yield "tab order"
    depth = 0
    for element in _elements(root.StructTreeRoot):
        kind = str(element.S)
        if re.fullmatch(r"/H[1-6]", kind):
            if int(kind[2]) > depth + 1:
                yield "heading skipped"
            depth = int(kind[2])
        if kind == "/TH" and element.get("/A", {}).get("/Scope") not in ("/Row", "/Column"):
            yield "scope"
    reached = {element.objgen for element in _elements(root.StructTreeRoot)}
    nums = list(root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip((int(key) for key in nums[::2]), nums[1::2], strict=True))
    for one in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(one):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                owner = owners[int(one.StructParents)][int(operands[1]["/MCID"])]
                if owner is None or owner.objgen not in reached:
                    yield "text of no element"
    for font in (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"):
        if "/DescendantFonts" in font and "/ToUnicode" not in font:
            yield "no unicode"
        if "/FontDescriptor" in font and not {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()):
            yield "not embedded"


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)
