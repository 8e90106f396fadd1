"""Every paper is PDF/UA-1 as far as machines can tell: independent checkers agree, and find what is planted."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from icat.pdf.papers import Level, SafetyFormat, plan_pdf, safety_pdf
from tests.pdf import reading, samples


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    made = {}
    for language in ("uk", "en"):
        plan, own = samples.plan(language=language), samples.safety(language=language)
        long = samples.plan(language=language, actions=(samples.action(),) * 40)
        split = samples.plan(language=language, decision=samples.decision(level=Level.NOT_AGREED))
        made |= {
            f"plan {language}": plan_pdf(plan),
            f"long {language}": plan_pdf(long),
            f"split {language}": plan_pdf(split),
        }
        made |= {f"{form} {language}": safety_pdf(own, form) for form in SafetyFormat}
    return made


def test_every_paper_in_both_languages_passes_three_checkers(papers: dict[str, bytes], tmp_path: Path) -> None:
    found = {
        name: (reading.by_page(pdf), reading.by_pdfua(pdf, tmp_path), reading.by_hand(pdf))
        for name, pdf in papers.items()
    }

    assert found == {name: (set(), set(), set()) for name in papers}
    assert len(papers) == 12


def test_the_language_of_the_file_is_the_language_of_the_paper(papers: dict[str, bytes]) -> None:
    for name, pdf in papers.items():
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert str(opened.Root.Lang) == name[-2:]


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == kind]


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def not_marked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def untagged_words(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].Contents
    before, mark, after = re.split(rb"(/Span\s*<</MCID 5>>\s*BDC)", content.read_bytes(), maxsplit=1)
    assert mark
    content.write(before + after.replace(b"EMC", b"", 1))


def file_name_for_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]
    metadata = pdf.Root.Metadata
    metadata.write(re.sub(rb"<dc:title>.*?</dc:title>", b"", metadata.read_bytes()))


def headers_of_nothing(pdf: pikepdf.Pdf) -> None:
    for header in elements(pdf, "/TH"):
        del header["/A"], header["/ID"]
    for cell in elements(pdf, "/TD"):
        del cell.A["/Headers"]


def picture_without_words(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/P")[0].S = pikepdf.Name.Figure


def heading_skipped(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/H2")[0].S = pikepdf.Name.H4


def no_scope(pdf: pikepdf.Pdf) -> None:
    for header in elements(pdf, "/TH"):
        del header.A["/Scope"]


def no_claim(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b'pdfuaid:part="1"', b""))


def no_unicode(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
            del one["/ToUnicode"]


def font_left_out(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary):
            for key in {"/FontFile2", "/FontFile3"} & set(one.keys()):
                del one[key]


def planted(pdf: bytes, fault: Callable[[pikepdf.Pdf], None]) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        fault(opened)
        opened.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    "fault",
    [
        no_language,
        not_marked,
        no_tree,
        untagged_words,
        file_name_for_title,
        no_title,
        headers_of_nothing,
        picture_without_words,
    ],
)
def test_both_outside_checkers_find_the_planted_fault(
    fault: Callable[[pikepdf.Pdf], None], papers: dict[str, bytes], tmp_path: Path
) -> None:
    broken = planted(papers["plan uk"], fault)

    assert reading.by_page(broken)
    assert reading.by_pdfua(broken, tmp_path)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (heading_skipped, "heading skipped"),
        (no_scope, "scope"),
        (no_claim, "no claim"),
        (no_unicode, "no unicode"),
        (font_left_out, "not embedded"),
    ],
)
def test_what_one_outside_checker_does_not_claim_to_see_is_found_by_the_other_and_by_hand(
    fault: Callable[[pikepdf.Pdf], None], found: str, papers: dict[str, bytes], tmp_path: Path
) -> None:
    broken = planted(papers["plan uk"], fault)

    assert found in reading.by_hand(broken)
    assert reading.by_page(broken) | reading.by_pdfua(broken, tmp_path)


def test_running_heads_are_not_read_out_as_text_of_the_document(papers: dict[str, bytes]) -> None:
    def heads_as_text(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents
        data = content.read_bytes()
        assert b"/Pagination" in data
        content.write(re.sub(rb"/Artifact\s*<</Type /Pagination>>", b"/Span <</MCID 0>>", data))
        pdf.Root.StructTreeRoot.ParentTree.Nums[1][0] = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Span))

    assert "text of no element" in reading.by_hand(planted(papers["plan uk"], heads_as_text))
