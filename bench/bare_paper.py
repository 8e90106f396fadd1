"""Bare WeasyPrint in a warm process of its own: the same HTML, sheet and fonts to a tagged PDF; says what it took."""

import sys
import time
from pathlib import Path

import font_source_sans_pro
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from icat.pdf.wire import Job, Reply, receive, send
from icat.pdf.worker import FONT_FACES, FONT_SCHEME


def main() -> None:
    """Draw until the parent closes the pipe."""
    fonts = FontConfiguration()
    folder = Path(font_source_sans_pro.font_directory).as_uri()
    CSS(string=FONT_FACES.replace(f"{FONT_SCHEME}:", f"{folder}/"), font_config=fonts)
    sheets: dict[str, CSS] = {}
    send(sys.stdout.buffer, Reply())
    while (job := receive(sys.stdin.buffer, Job)) is not None:
        if job.stylesheet not in sheets:
            sheets[job.stylesheet] = CSS(string=job.stylesheet, font_config=fonts)
        began = time.perf_counter()
        made = HTML(string=job.html).write_pdf(
            stylesheets=[sheets[job.stylesheet]], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
        )
        send(sys.stdout.buffer, Reply(pdf=made, detail=repr(time.perf_counter() - began)))


if __name__ == "__main__":
    main()
