"""The child process: draws one document at a time as tagged PDF/UA-1, with our fonts only, and fetches nothing.

Started by ``icat.pdf.render`` as ``python -m icat.pdf.worker``. WeasyPrint is imported here and nowhere else: it takes
a second to load, needs Pango, and parses what people typed, so it lives where a crash costs one document.
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import font_source_sans_pro

from icat.pdf.wire import Job, Reply, receive, send

MEMORY_LIMIT = 1536 * 1024 * 1024
# One static file per weight: split or variable fonts under one family name corrupt the text of the PDF.
FONTS = {"regular": ("SourceSansPro-Regular.ttf", 400), "bold": ("SourceSansPro-Bold.ttf", 700)}
FONT_SCHEME = "print-font"
FONT_FACES = "\n".join(
    f"@font-face {{ font-family: Print; font-weight: {weight}; src: url({FONT_SCHEME}:{name}) format('truetype'); }}"
    for name, (_, weight) in FONTS.items()
)


def _font_bytes(name: str) -> bytes:
    return (Path(font_source_sans_pro.font_directory) / FONTS[name][0]).read_bytes()


def limit_memory() -> None:
    """Cap memory and forbid core files: a core would hold a case in the clear. Does nothing on Windows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def forbid_files() -> None:
    """No file may grow from here on: what is drawn leaves through the pipe only."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit_processor(seconds: int) -> None:
    """Let the next document use so many seconds of processor time; the kernel ends the process after that."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


class Drawing:
    """One font configuration and the parsed style sheets of this process, and the way they become a PDF."""

    def __init__(self) -> None:
        from weasyprint import CSS  # noqa: PLC0415 - needs Pango, and takes a second
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

        class OurFontsOnly(URLFetcher):  # type: ignore[misc]
            """Gives our fonts to the style sheet; whatever else is asked for ends the document."""

            def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
                scheme, _, name = url.partition(":")
                if scheme == FONT_SCHEME and name in FONTS:
                    return URLFetcherResponse(url, _font_bytes(name), {"Content-Type": "font/ttf"})
                raise FatalURLFetchingError("nothing is fetched")

        self.refusal: type[BaseException] = FatalURLFetchingError
        self.fetcher = OurFontsOnly(allowed_protocols=[], fail_on_errors=True)
        self.fonts = FontConfiguration()
        self.sheets: dict[str, Any] = {}
        self._css = CSS
        self._css(string=FONT_FACES, font_config=self.fonts, url_fetcher=self.fetcher)

    def sheet(self, text: str) -> Any:
        """The parsed style sheet; parsed once per process."""
        if text not in self.sheets:
            self.sheets[text] = self._css(string=text, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[text]

    def draw(self, job: Job) -> Reply:
        """The PDF of one document, or why not."""
        try:
            return self._draw(job)
        except self.refusal:  # derives from BaseException, so ``except Exception`` would miss it
            return Reply(refused="fetch")

    def _draw(self, job: Job) -> Reply:
        from weasyprint import HTML  # noqa: PLC0415 - needs Pango
        from weasyprint.document import DocumentMetadata  # noqa: PLC0415

        html = HTML(string=job.html, url_fetcher=self.fetcher)
        if any(is_drawing(element) and not is_plain(element) for element in html.etree_element.iter()):
            # Pictures inside a drawing are dropped without a word by the library: better to say no.
            return Reply(refused="fetch")
        if html.etree_element.find(".//*[@rel]") is not None:
            return Reply(refused="fetch")
        document = html.render(
            stylesheets=[self.sheet(job.stylesheet)], font_config=self.fonts, pdf_variant="pdf/ua-1", pdf_tags=True
        )
        if job.most_pages is not None and len(document.pages) > job.most_pages:
            return Reply(refused="pages", detail=str(len(document.pages)))
        # What describes the file comes from the job alone: nothing in the text can add an author or a title.
        document.metadata = DocumentMetadata(title=job.title, created=job.created, lang=job.language)
        target = BytesIO()
        document.write_pdf(
            target,
            finisher=lambda _, pdf: finish(pdf, job.producer),
            pdf_variant="pdf/ua-1",
            pdf_identifier=job.identifier,
        )
        return Reply(pdf=target.getvalue())


def is_drawing(element: Any) -> bool:
    """Whether an element of a document is a drawing."""
    return str(element.tag).endswith("}svg")


def is_plain(drawing: Any) -> bool:
    """Whether a drawing is lines only, as a square code is: it can hold nothing else, and ask for nothing."""
    return set(drawing.attrib) <= {"class", "viewBox", "viewbox", "width", "height"} and all(
        str(part.tag).endswith("}path") and set(part.attrib) == {"d"} and len(part) == 0 for part in drawing
    )


def finish(pdf: Any, producer: str) -> None:
    """Put in what WeasyPrint leaves out, while the objects are still at hand and before they are written.

    Table headers get their scope, running heads and page numbers become artifacts (a reader would otherwise meet
    marked text that belongs to no element), and the producer is one of our choosing.
    """
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with WeasyPrint
    from weasyprint import __version__  # noqa: PLC0415

    def at(reference: bytes) -> Any:
        return pdf.objects[int(reference.split()[0])]

    reached: set[bytes] = set()
    root = at(pdf.catalog["StructTreeRoot"])
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if not isinstance(reference, bytes) or reference in reached:
            continue  # a number is marked content of the page
        reached.add(reference)
        element = at(reference)
        waiting += element.get("K", ())
        if element.get("S") == "/TH":
            row = at(element["P"])
            element["A"]["Scope"] = "/Column" if at(row["P"])["S"] == "/THead" else "/Row"

    owners = at(root["ParentTree"])["Nums"]
    for key, elements in zip(owners[::2], owners[1::2], strict=True):
        if not isinstance(elements, list):
            continue
        page = at(pdf.page_references[key])
        stream = at(page["Contents"]).stream
        for place, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and "MCID" in item and elements[item["MCID"]] not in reached:
                elements[item["MCID"]] = b"null"
                stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]

    pdf.info["Producer"] = pydyf.String(producer)
    metadata = at(pdf.catalog["Metadata"])
    ours, theirs = producer.encode(), f"WeasyPrint {__version__}".encode()
    metadata.stream = [part.replace(theirs, ours) for part in metadata.stream]


def serve() -> None:
    """Say whether drawing works here, then draw until the parent closes the pipe."""
    limit_memory()
    # The library may print to standard output, which carries our answers: give it the bin instead.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    jobs = sys.stdin.buffer
    try:
        drawing = Drawing()
    except (ImportError, OSError) as reason:
        send(answers, Reply(refused="unavailable", detail=type(reason).__name__))
        return
    forbid_files()
    send(answers, Reply())
    while (job := receive(jobs, Job)) is not None:
        limit_processor(job.cpu_seconds)
        try:
            reply = drawing.draw(job)
        except Exception as fault:
            reply = Reply(refused="failed", detail=_where(fault))
        send(answers, reply)


def _where(fault: BaseException) -> str:
    """The kind of fault and its line, without its message: that could quote the document."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = f" {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""
    return type(fault).__name__ + line


if __name__ == "__main__":
    serve()
