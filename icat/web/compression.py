"""Style sheets and scripts travel compressed. Pages never do: they hold secrets beside what others typed, and how well
both compress together would tell of the secret (the BREACH attack)."""

from functools import cache
from gzip import compress

from flask import Flask, Response, request

from icat.config import STATIC

_TEXT = (".css", ".js")


def set_up(app: Flask) -> None:
    """Compress what is the same for everybody, for a browser that takes it."""

    @app.after_request
    def smaller(response: Response) -> Response:
        name = (request.view_args or {}).get("filename", "")
        if request.endpoint != "static" or response.status_code != 200 or not name.endswith(_TEXT):
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0:
            response.close()  # the file that would have been sent
            response.direct_passthrough = False
            response.set_data(_compressed(name))
            response.headers["Content-Encoding"] = "gzip"
            response.headers.pop("ETag", None)  # it is of the other form; the name itself changes with the content
        return response


@cache
def _compressed(name: str) -> bytes:
    """A built file, compressed once a process."""
    return compress((STATIC / name).read_bytes(), 9, mtime=0)
