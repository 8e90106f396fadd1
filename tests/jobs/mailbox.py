"""A mail server in the process of the test: SMTP over a real socket. It keeps what it gets and can misbehave."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Mailbox:
    """What arrived, and how the server is to answer: ``answers`` by the word of the command."""

    host: str
    port: int
    raw: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def letters(self) -> list[EmailMessage]:
        """What arrived, read as mail."""
        return [cast("EmailMessage", message_from_bytes(raw, policy=default)) for _from, _to, raw in self.raw]


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """A server on a port of its own until the test is over."""

    class Conversation(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            if tls is not None:
                self.request = tls.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
            super().setup()

        def handle(self) -> None:
            sender, recipients = "", []
            self.say("220 ready")
            while line := self.rfile.readline():
                words = line.decode().strip()
                box.said.append(words)
                verb = words.upper().partition(" ")[0]
                answer = box.answers.get(verb, "250 ok")
                if answer == "hang up":
                    return
                if verb == "MAIL":
                    sender, recipients = words, []
                elif verb == "RCPT" and answer.startswith("250"):
                    recipients.append(words)
                elif verb == "DATA" and answer.startswith("250"):
                    self.say("354 go on")
                    box.raw.append((sender, recipients, self.body()))
                    answer = box.answers.get("TAKEN", "250 taken")
                    if answer == "hang up":
                        return
                elif verb == "EHLO" and answer == "250 ok":
                    answer = "250-here\r\n250 AUTH PLAIN"
                elif verb == "AUTH":
                    answer = box.answers.get("AUTH", "235 welcome")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                self.say(answer)

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def body(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            return b"".join(lines)

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that turned away in the middle is what some tests are about."""

    with Server(("127.0.0.1", 0), Conversation) as server:
        box = Mailbox("127.0.0.1", server.server_address[1])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for 127.0.0.1, and the file with the certificate that a client must trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "mail.crt", folder / "mail.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context, chain
