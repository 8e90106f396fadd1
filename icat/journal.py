"""What the processes say to whoever runs the server: that something happened, and where in
the code; never a value, never a name.
"""

import traceback

import structlog

structlog.configure(
    processors=[
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
)
log = structlog.get_logger()


def where(error: BaseException) -> list[str]:
    """The places a fault came through, innermost last, without a single value: values may be a case's content."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)][-8:]
