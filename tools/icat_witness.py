#!/usr/bin/env python3
"""The witness of a log: runs on an agency's own machine and holds ICAT's server to what it said before.

It keeps the last checkpoint that it saw. It accepts a newer one only with the proof that the log which it saw is, entry
for entry, how the newer one begins; then it signs that, with the time. So nobody at the server can change, remove or
reorder an entry that a witness has seen. It learns how many entries there are, and nothing of what they say.

One file, Python 3.10 or newer and nothing else. Requests and answers are files, on a stick or in mail:

    icat_witness.py init --name police.example.org/witness        once; prints the key to give to the server
    icat_witness.py trust LOG-KEY                                 once; the server's key: `icat keys show`
    icat_witness.py sign request.txt --out cosigned.txt           each time: `icat audit checkpoint --out request.txt`
    icat_witness.py show                                          what was seen last

Ends with 0 if all is well, else with 10 (not such a file), 21 (not signed by the log), 23 (fewer entries than before),
24 (the proof does not hold), 25 (another log than before), 26 (the request begins elsewhere: it says where to begin).
"""

import argparse
import base64
import hashlib
import json
import os
import re
import secrets
import sys
import time

MALFORMED, SIGNATURE, SMALLER, PROOF, FORK, ELSEWHERE = 10, 21, 23, 24, 25, 26
DASH = "\u2014 "
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


class Bad(Exception):
    """Something is wrong: the number to end with, and the sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


def sha256(data):
    """SHA-256."""
    return hashlib.sha256(data).digest()


def b64(raw):
    """Base 64."""
    return base64.b64encode(raw).decode()


def unbase64(text):
    """Base 64 in its one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(MALFORMED, "not base64: " + text[:40]) from None
    if b64(raw) != text:
        raise Bad(MALFORMED, "base64 in another spelling: " + text[:40])
    return raw


def fingerprint(root):
    """A root as it is printed on minutes."""
    text = base64.b32encode(root[:20]).decode()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


# ---- Ed25519 (RFC 8032) ---------------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _sum(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _sum(result, point)
        point, number = _sum(point, point), number >> 1
    return result


def _bytes(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def _halves(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return number, digest[32:]


def public_of(seed):
    """The public half of a key."""
    return _bytes(_times(_halves(seed)[0], BASE))


def sign(seed, message):
    """The signature of a message."""
    number, prefix = _halves(seed)
    public = public_of(seed)
    once = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    start = _bytes(_times(once, BASE))
    digest = int.from_bytes(hashlib.sha512(start + public + message).digest(), "little") % L
    return start + ((once + digest * number) % L).to_bytes(32, "little")


def is_signed(public, message, signature):
    """Whether the signature is right."""
    point = _point(public) if len(public) == 32 and len(signature) == 64 else None
    number = int.from_bytes(signature[32:], "little")
    if point is None or number >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    minus = (P - point[0], point[1], 1, P - point[3])
    found = _sum(_times(number, BASE), _times(int.from_bytes(digest, "little") % L, minus))
    return _bytes(found) == signature[:32]


# ---- what the server brings -----------------------------------------------------------------------------------------


def key_number(name, kind, public):
    """The four bytes by which a signature line names its key."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def parse_key(text):
    """A log's public key: its name, its number, its bytes."""
    parts = text.split("+", 2)
    raw = unbase64(parts[2]) if len(parts) == 3 else b""
    if len(raw) != 33 or raw[0] != 1 or key_number(parts[0], 1, raw[1:]).hex() != parts[1]:
        raise Bad(MALFORMED, "not the public key of a log: " + text[:60])
    return parts[0], raw[1:]


class Request:
    """A checkpoint, the size at which the proof begins, and the proof."""

    def __init__(self, raw):
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Bad(MALFORMED, "not UTF-8") from None
        if not whole.startswith("old "):  # a checkpoint by itself, good for the first time
            whole = "old 0\n\n" + whole
        above, blank, self.note = whole.partition("\n\n")
        self.text, blank_too, below = self.note.rpartition("\n\n")
        if not blank or not blank_too or not below.endswith("\n") or any(c < " " and c != "\n" for c in whole):
            raise Bad(MALFORMED, "not a request of ICAT")
        self.text += "\n"
        old, *proof = above.split("\n")
        lines = self.text.split("\n")
        if len(lines) != 4 or not NUMBER.fullmatch(lines[1]):
            raise Bad(MALFORMED, "not a request of ICAT")
        if not NUMBER.fullmatch(old[4:]):
            raise Bad(MALFORMED, "not a request of ICAT")
        self.old, self.proof = int(old[4:]), [unbase64(step) for step in proof]
        self.origin, self.size, self.root = lines[0], int(lines[1]), unbase64(lines[2])
        found = re.fullmatch(r"(icat/[0-9a-f-]{36})/e([1-9][0-9]{0,5})", self.origin, re.ASCII)
        if found is None or len(self.root) != 32:
            raise Bad(MALFORMED, "not a checkpoint of a log of ICAT")
        self.log, self.epoch = found[1], int(found[2])
        self.lines = below[:-1].split("\n")

    def is_signed_by(self, text):
        """Whether the key of the log, as it is handed on, signed the checkpoint."""
        name, public = parse_key(text)
        start = f"{DASH}{name} "
        for line in self.lines:
            raw = unbase64(line[len(start) :]) if line.startswith(start) else b""
            if raw[:4] == key_number(name, 1, public) and is_signed(public, self.text.encode(), raw[4:]):
                return True
        return False


def node(left, right):
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right)


def is_consistent(earlier, earlier_root, size, root, proof):
    """Whether the earlier tree is, leaf for leaf, how the later begins. RFC 9162, 2.1.4.2."""
    if earlier == size:
        return not proof and earlier_root == root
    hashes = ([earlier_root] if earlier & (earlier - 1) == 0 else []) + proof
    if not 0 < earlier < size or not hashes:
        return False
    here, last = earlier - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            old, new = node(other, old), node(other, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node(new, other)
        here, last = here >> 1, last >> 1
    return not last and old == earlier_root and new == root


# ---- what the witness keeps -----------------------------------------------------------------------------------------


class Witness:
    """The witness's own key, the keys of the log that it trusts, and the last checkpoint of each log."""

    def __init__(self, path):
        self.path = path
        try:
            with open(path, encoding="utf-8") as file:
                self.kept = json.load(file)
            self.seed = bytes.fromhex(self.kept["seed"])
            self.name, self.logs, self.trusted = self.kept["name"], self.kept["logs"], self.kept["trusted"]
        except FileNotFoundError:
            raise Bad(MALFORMED, f"There is no witness at {path}. Run: icat_witness.py init --name ...") from None
        except (ValueError, KeyError, TypeError):
            raise Bad(MALFORMED, f"{path} is damaged. Bring back a copy; do not begin anew.") from None

    def save(self):
        """Onto the disk, whole or not at all, readable by nobody else."""
        write(self.path + ".new", self.kept)
        os.replace(self.path + ".new", self.path)

    @property
    def vkey(self):
        """The public key, to be given to the server."""
        public = public_of(self.seed)
        return f"{self.name}+{key_number(self.name, 4, public).hex()}+{b64(bytes([4]) + public)}"

    def cosign(self, request, restored, now):
        """Accept a newer checkpoint and give it back with this witness's signature. Refuses all that is no growth."""
        if not any(request.is_signed_by(key) for key in self.trusted):
            raise Bad(SIGNATURE, "This checkpoint is not signed by a key of the log that you trust.")
        earlier = [seen for origin, seen in self.logs.items() if origin.startswith(request.log + "/e")]
        last = max((seen["epoch"] for seen in earlier), default=request.epoch)
        if request.epoch < last or (request.epoch > last and not restored):
            raise Bad(
                FORK,
                f"This is the log of epoch {request.epoch}; you saw epoch {last}. A log goes on under a new name only"
                " after a restore from a backup or the loss of its key. If somebody who may decide that told you of it,"
                " run again with --restored.",
            )
        seen = self.logs.get(request.origin, {"size": 0, "root": ""})
        size, root = seen["size"], unbase64(seen["root"])
        if request.size < size:
            raise Bad(SMALLER, f"The log has {request.size} entries; you saw {size}. Some were removed. Tell your DPO.")
        if size and request.old != size:
            raise Bad(ELSEWHERE, f"The proof begins at {request.old}. Ask for: icat audit checkpoint --since {size}")
        if size and not is_consistent(size, root, request.size, request.root, request.proof):
            raise Bad(PROOF, f"The first {size} entries are no longer those that you saw. Tell your DPO.")
        self.logs[request.origin] = {"epoch": request.epoch, "size": request.size, "root": b64(request.root), "at": now}
        self.save()  # first remembered, then signed
        message = f"cosignature/v1\ntime {now}\n{request.text}".encode()
        number = key_number(self.name, 4, public_of(self.seed))
        line = f"{DASH}{self.name} {b64(number + now.to_bytes(8, 'big') + sign(self.seed, message))}"
        others = [other for other in request.lines if not other.startswith(f"{DASH}{self.name} ")]
        return request.text + "\n" + "".join(f"{each}\n" for each in [*others, line])


def write(path, kept):
    """A file that nobody else can read, onto the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _init(given):
    if os.path.exists(given.state):
        raise Bad(MALFORMED, f"There is a witness at {given.state} already. It is never overwritten.")
    if not given.name or "+" in given.name or any(letter.isspace() for letter in given.name):
        raise Bad(MALFORMED, "A name has neither spaces nor plus signs: police.example.org/witness")
    write(given.state, {"name": given.name, "seed": secrets.token_hex(32), "trusted": [], "logs": {}})
    return f"Give this to whoever looks after the server:\n{Witness(given.state).vkey}"


def _trust(given):
    witness = Witness(given.state)
    parse_key(given.key)
    if given.key not in witness.trusted:
        witness.trusted.append(given.key)
        witness.save()
    return "From now on, checkpoints signed by this key are looked at."


def _sign(given):
    with open(given.request, "rb") as file:
        request = Request(file.read())
    cosigned = Witness(given.state).cosign(request, given.restored, int(time.time()))
    with open(given.out, "w", encoding="utf-8") as file:
        file.write(cosigned)
    return f"{request.size} entries, fingerprint {fingerprint(request.root)}. Take back to the server: {given.out}"


def _show(given):
    witness = Witness(given.state)
    said = [witness.vkey]
    for log, seen in sorted(witness.logs.items()):
        day = time.strftime("%Y-%m-%d %H:%M", time.localtime(seen["at"]))
        said.append(
            f"{log} epoch {seen['epoch']}: {seen['size']} entries, {fingerprint(unbase64(seen['root']))}, {day}"
        )
    return "\n".join(said)


def main(arguments=None):
    """Do what the command line says; gives the number to end with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", default="icat-witness.json", help="what the witness keeps, its key included")
    does = parser.add_subparsers(dest="does", required=True)
    init = does.add_parser("init", help="make the witness's key")
    init.add_argument("--name", required=True)
    trust = does.add_parser("trust", help="trust a key of the log")
    trust.add_argument("key")
    signing = does.add_parser("sign", help="check a request and cosign it")
    signing.add_argument("request")
    signing.add_argument("--out", default="cosigned.txt")
    signing.add_argument("--restored", action="store_true", help="a restore from a backup was decided and told to you")
    does.add_parser("show", help="what was seen last")
    given = parser.parse_args(arguments)
    try:
        print({"init": _init, "trust": _trust, "sign": _sign, "show": _show}[given.does](given))
    except Bad as bad:
        print("REFUSED:", bad, file=sys.stderr)
        return bad.status
    return 0


if __name__ == "__main__":
    sys.exit(main())
