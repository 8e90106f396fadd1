"""What is the same for everybody travels compressed; a page with secrets in it never does."""

from gzip import decompress

from flask import Flask

from icat.config import STATIC
from icat.templating import manifest


def test_a_style_sheet_is_compressed_for_who_takes_it_and_a_page_never_is(app: Flask) -> None:
    client, name = app.test_client(), manifest(STATIC)["app.css"]

    packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip, br"})
    with client.get(f"/static/{name}") as plain:
        whole = plain.data
    page = client.get("/sign-in", headers={"Accept-Encoding": "gzip, br"})

    assert decompress(packed.data) == whole == (STATIC / name).read_bytes()
    assert len(packed.data) * 3 < len(whole)
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in plain.vary, "a store between us must not hand one form to who asked for the other"
    assert "ETag" not in packed.headers
    assert "Content-Encoding" not in page.headers
