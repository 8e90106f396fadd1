#!/usr/bin/env python3
"""Checks what ICAT gave out of its log: an export of a whole log, or a pack with the proof of single entries.

One file, Python 3.10 or newer and nothing else (the package `cryptography` only makes it faster). It knows
nothing of ICAT's own code, reads only the files that it is given, and writes nothing.

    icat_verify.py export.txt --vkey KEY --note checkpoint.txt [--note ...] [--witness KEY ...]
    icat_verify.py pack.txt   --vkey KEY [--witness KEY ...]

KEY is the public key of the log, handed over on another day and by another way than the file. A checkpoint from outside
is one that the server did not keep: from minutes, mail, or a witness. Ends with 0 if all is well, else with:

    10 not such a file     11 an entry is missing      12 an entry was changed      13 the chain is broken
    14 time runs back      15 the end is not the end   20 nothing signed was given  21 a signature is wrong
    22 the key was changed without the old one's signature                          23 entries are missing at the end
    24 not the entries that were signed                25 two different logs were signed
"""

import argparse
import base64
import hashlib
import json
import re
import sys

MALFORMED, GAP, CONTENT, CHAIN, TIME, END = 10, 11, 12, 13, 14, 15
UNPROVED, SIGNATURE, KEY, TRUNCATED, ROOT, FORK = 20, 21, 22, 23, 24, 25
DASH = "\u2014 "
GENESIS = hashlib.sha256(b"icat ledger 1").digest()
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
RESTORED, ROTATED, REPLACED = "log:restored", "signing-key:rotated", "signing-key:replaced"
WATCHED = tuple(f'"k":"{kind}"'.encode() for kind in (RESTORED, ROTATED, REPLACED))


class Bad(Exception):
    """Something is wrong: the number to end with, and the sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


def sha256(data):
    """SHA-256."""
    return hashlib.sha256(data).digest()


def unbase64(text):
    """Base 64 in its one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(MALFORMED, "not base64: " + text[:40]) from None
    if base64.b64encode(raw).decode() != text:
        raise Bad(MALFORMED, "base64 in another spelling: " + text[:40])
    return raw


def fingerprint(root):
    """A root as it is printed."""
    text = base64.b32encode(root[:20]).decode()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


# ---- Ed25519 (RFC 8032), for machines where `cryptography` is not installed -----------------------------------------

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


def is_signed_in_python(public, message, signature):
    """Whether the signature is right, with nothing but arithmetic: about 5 ms."""
    point = _point(public) if len(public) == 32 and len(signature) == 64 else None
    number = int.from_bytes(signature[32:], "little")
    if point is None or number >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    minus = (P - point[0], point[1], 1, P - point[3])
    found = _sum(_times(number, BASE), _times(int.from_bytes(digest, "little") % L, minus))
    return _bytes(found) == signature[:32]


try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    is_signed = is_signed_in_python
else:

    def is_signed(public, message, signature):
        """Whether the signature is right."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


# ---- keys, notes, checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature) ---------------------------------


class Key:
    """A public key: name+number+key."""

    def __init__(self, text):
        parts = text.split("+", 2)
        raw = unbase64(parts[2]) if len(parts) == 3 else b""
        if len(raw) != 33 or raw[0] not in (1, 4):
            raise Bad(MALFORMED, "not a public key: " + text[:60])
        self.text, self.name, self.kind, self.public = text, parts[0], raw[0], raw[1:]
        self.number = sha256(self.name.encode() + b"\n" + raw)[:4]
        if self.number.hex() != parts[1]:
            raise Bad(MALFORMED, "the number of the key does not fit the key: " + text[:60])

    def right(self, text, line):
        """None where the line is of another key, else whether this key signed the text."""
        name, raw = line
        if (name, raw[:4]) != (self.name, self.number):
            return None
        if self.kind == 1:
            return is_signed(self.public, text.encode(), raw[4:])
        moment = int.from_bytes(raw[4:12], "big")
        return is_signed(self.public, f"cosignature/v1\ntime {moment}\n{text}".encode(), raw[12:])


class Note:
    """A signed checkpoint."""

    def __init__(self, raw, where):
        self.where = where
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Bad(MALFORMED, f"{where}: not UTF-8") from None
        text, blank, below = whole.rpartition("\n\n")
        lines = (text + "\n").split("\n")
        if not blank or not below.endswith("\n") or len(lines) != 4 or any(c < " " and c != "\n" for c in whole):
            raise Bad(MALFORMED, f"{where}: not a checkpoint")
        self.text, self.origin, self.root = text + "\n", lines[0], unbase64(lines[2])
        if not NUMBER.fullmatch(lines[1]) or len(self.root) != 32 or not self.origin or " " in self.origin:
            raise Bad(MALFORMED, f"{where}: not a checkpoint")
        self.size = int(lines[1])
        self.lines = []
        for line in below[:-1].split("\n"):
            name, _space, encoded = line[len(DASH) :].partition(" ")
            if not line.startswith(DASH) or not name:
                raise Bad(MALFORMED, f"{where}: not a signature line")
            self.lines.append((name, unbase64(encoded)))

    def signed_by(self, keys):
        """Which of the keys signed it. Refuses a line that says to be of one of them and is not right."""
        found = []
        for key in keys:
            for line in self.lines:
                right = key.right(self.text, line)
                if right is False:
                    raise Bad(SIGNATURE, f"{self.where}: the signature of {key.name} is wrong")
                if right:
                    found.append(key)
        return found


# ---- the tree (RFC 9162) --------------------------------------------------------------------------------------------


def node(left, right):
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right)


class Tree:
    """A tree that grows a leaf at a time; of it only the whole subtrees are kept."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def add(self, leaf):
        """One more leaf."""
        place = self.size
        while place & 1:
            leaf, place = node(self.peaks.pop(), leaf), place >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        """The root."""
        if not self.peaks:
            return sha256(b"")
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node(peak, found)
        return found


def root_by_proof(leaf, place, size, proof):
    """The root that the tree must have if the leaf lies at this place; none for a proof of no such tree."""
    here, last = place, size - 1
    for other in proof:
        if not last:
            return None
        if here & 1 or here == last:
            leaf = node(other, leaf)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            leaf = node(leaf, other)
        here, last = here >> 1, last >> 1
    return leaf if not last else None


# ---- an export ------------------------------------------------------------------------------------------------------


class Export:
    """A whole log, read once from the first line to the last."""

    def __init__(self, file, notes):
        self.notes, self.roots = list(notes), {0: sha256(b"")}
        self.changes, self.openings = [], []  # of keys, of epochs
        self.tree, self.chain, self.time = Tree(), GENESIS, 0
        first = self._line(file)
        if not first.startswith(b"team ") or not re.fullmatch(rb"team [0-9a-f-]{36}", first):
            raise Bad(MALFORMED, "the second line does not name the team")
        self.team = first[5:].decode()
        line = self._line(file)
        while line.startswith(b"checkpoint "):
            raw = unbase64(line[11:].decode("ascii", "replace"))
            self.notes.append(Note(raw, f"kept checkpoint {len(self.notes) - len(notes) + 1}"))
            line = self._line(file)
        self._read(file, line)

    @staticmethod
    def _line(file):
        line = file.readline()
        if not line.endswith(b"\n"):
            raise Bad(MALFORMED, "the file ends in the middle")
        return line[:-1]

    def _read(self, file, line):
        marks, seq, chain = {note.size for note in self.notes}, 0, GENESIS
        while not line.startswith(b"end "):
            seq += 1
            number, _, rest = line.partition(b" ")
            linked, _, payload = rest.partition(b" ")
            if number != b"%d" % seq:
                if not number.isdigit():
                    raise Bad(CONTENT, f"entry {seq}: not an entry")
                raise Bad(GAP, f"entry {seq} is missing: entry {number.decode()} follows the one before it")
            leaf = hashlib.sha256(b"\x00" + seq.to_bytes(8, "big") + payload).digest()
            chain = hashlib.sha256(b"\x02" + chain + leaf).digest()
            if chain.hex().encode() != linked:
                raise Bad(CHAIN, f"entry {seq} is not what was recorded, or does not continue the chain")
            self._told(seq, payload)
            self.tree.add(leaf)
            if seq in marks:
                self.roots[seq] = self.tree.root()
            line = self._line(file)
        if line != b"end %d %s" % (seq, chain.hex().encode()) or file.read(1):
            raise Bad(END, f"the log does not end where it says: entry {seq} was the last")
        self.size, self.chain = seq, chain

    def _told(self, seq, payload):
        before, _, moment = payload[-40:].rpartition(b'"t":')
        moment = moment[:-7] if moment.endswith(b',"v":1}') else b""
        if not before or not moment.isdigit():
            raise Bad(CONTENT, f"entry {seq}: not an entry of this format")
        if int(moment) < self.time:
            raise Bad(TIME, f"entry {seq} is older than the one before it")
        self.time = int(moment)
        if any(kind in payload for kind in WATCHED):
            try:
                entry = json.loads(payload)
                kind, facts = entry["k"], entry["f"]
                if kind == RESTORED:
                    loss = int(facts["size"]), int(facts["signed"]), str(facts["root"])
                    self.openings.append((seq, int(facts["epoch"]), *loss))
                if kind == REPLACED:
                    self.openings.append((seq, int(facts["epoch"]), seq - 1, seq - 1, ""))
                if kind in (ROTATED, REPLACED):
                    self.changes.append((seq, Key(facts["old"]), Key(facts["new"]), facts.get("signature", "")))
            except (ValueError, KeyError, TypeError):
                raise Bad(CONTENT, f"entry {seq}: not what an entry about the keys or a restore holds") from None

    def keys_at(self, given):
        """From which size on which keys may sign. Refuses a new key that the one before it did not sign for."""
        if not self.changes:
            return [(0, given)]
        named = {key.text for key in given}
        in_use, trusted = [(0, [self.changes[0][1]])], self.changes[0][1].text in named
        for seq, old, new, signature in self.changes:
            if in_use[-1][1][0].text != old.text:
                raise Bad(KEY, f"entry {seq}: replaces a key that was not in use")
            text = f"icat signing key of {self.team}\n{new.text}\n"
            handed_on = bool(signature) and old.right(text, (old.name, unbase64(signature))) is True
            if signature and not handed_on:
                raise Bad(KEY, f"entry {seq}: the old key did not sign for the new one")
            trusted = new.text in named or (trusted and handed_on)
            in_use.append((seq, [new]))
        if not trusted:  # whom the last key calls its forerunners, one may believe
            raise Bad(KEY, f"entry {self.changes[-1][0]}: the key in use now is none that you trust")
        return in_use

    def judge(self, given):
        """Hold what was signed against the entries. Refuses at the first note that does not fit."""
        in_use = self.keys_at(given)
        starts = {1: 0, **{epoch: seq for seq, epoch, _kept, _signed, _root in self.openings}}
        ends = dict(zip(starts, [kept for _s, _e, kept, _signed, _root in self.openings] + [self.size], strict=True))
        best, good, wrong = 0, 0, None
        for note in sorted(self.notes, key=lambda note: note.size):
            keys = next(keys for since, keys in reversed(in_use) if since <= note.size)
            if not note.signed_by(keys):
                raise Bad(SIGNATURE, f"{note.where}: not signed by the key of the log")
            epoch = next((e for e in starts if note.origin == f"icat/{self.team}/e{e}"), None)
            if epoch is None or note.size < starts[epoch]:
                wrong = wrong or (FORK, note, "is of another log than this")
            elif note.size > ends[epoch]:
                later = next((opening for opening in self.openings if opening[1] > epoch), None)
                told = later is not None and note.size <= later[3]
                if not told and epoch == max(starts):
                    wrong = wrong or (TRUNCATED, note, f"had {note.size} entries, this log has {self.size}")
                elif not told or (note.size == later[3] and note.root.hex() != later[4]):
                    wrong = wrong or (FORK, note, "was signed of entries that this log never had")
            elif self.roots[note.size] != note.root:
                wrong = wrong or (ROOT, note, f"the first {note.size} entries are not those that were signed")
            else:
                best = note.size
                good = good if wrong else best
        if wrong is not None:
            status, note, sentence = wrong
            if status == ROOT and best >= note.size:
                status, sentence = FORK, sentence + ", and yet a later checkpoint fits: two logs were signed"
            raise Bad(status, f"{note.where}: {sentence}. What was signed is whole up to entry {good}.")


def verify_export(file, notes, keys, witnesses):
    """Check an export; gives what is to be said."""
    log = Export(file, notes)
    if not keys or not log.notes:
        raise Bad(
            UNPROVED,
            f"{log.size} entries, chain whole. But nothing signed was given (--vkey, --note), and a chain alone proves"
            " nothing against whoever owns the database.",
        )
    log.judge(keys)
    said = [f"OK: {log.size} entries under {len(log.notes)} checkpoints, {len(notes)} of them from outside."]
    said.append(f"Signed up to entry {max(note.size for note in log.notes if note.size <= log.size)}.")
    for seq, _epoch, kept, signed, _root in log.openings:
        if signed > kept:
            said.append(
                f"RESTORED: entry {seq} says that entries {kept + 1} to {signed} of an earlier state were lost."
            )
    return said + witnessed(log.notes, witnesses)


def witnessed(notes, witnesses):
    """Who cosigned."""
    found = {(key.name, note.size) for note in notes for key in note.signed_by(witnesses)}
    return [f"Cosigned by {name} at {size} entries." for name, size in sorted(found)]


# ---- a pack ---------------------------------------------------------------------------------------------------------


def verify_pack(raw, keys, witnesses):
    """Check the proofs of single entries; gives what is to be said."""
    body, blank, below = raw.partition(b"\n\n")
    if not blank:
        raise Bad(MALFORMED, "a pack without a checkpoint")
    if not keys:
        raise Bad(UNPROVED, "no public key was given (--vkey), so nobody knows who signed")
    note = Note(below, "the checkpoint in the pack")
    if not note.signed_by(keys):
        raise Bad(SIGNATURE, "the checkpoint in the pack is not signed by a key that you trust")
    entries = []
    for line in body.split(b"\n")[1:]:
        word, _, rest = line.partition(b" ")
        if word == b"entry" and NUMBER.fullmatch(rest.decode("ascii", "replace")):
            entries.append({b"entry": rest})
        elif word not in (b"payload", b"detail", b"proof") or not entries or word in entries[-1]:
            raise Bad(MALFORMED, "not a line of a pack: " + line[:40].decode("utf-8", "replace"))
        else:
            entries[-1][word] = rest
    said = [_proved(entry, note) for entry in entries]
    if not entries:
        raise Bad(MALFORMED, "a pack without entries")
    return [f"OK: {len(said)} entries of {note.origin}, signed at {note.size} entries.", *said] + witnessed(
        [note], witnesses
    )


def _proved(entry, note):
    seq = int(entry[b"entry"])
    if b"payload" not in entry or b"proof" not in entry or not 1 <= seq <= note.size:
        raise Bad(MALFORMED, f"entry {seq}: without its payload or proof")
    proof = [unbase64(step) for step in entry[b"proof"].decode("ascii", "replace").split(" ") if step]
    leaf = sha256(b"\x00" + seq.to_bytes(8, "big") + entry[b"payload"])
    if root_by_proof(leaf, seq - 1, note.size, proof) != note.root:
        raise Bad(ROOT, f"entry {seq}: is not in the log that was signed")
    text = f"entry {seq}: proved"
    if b"detail" in entry:
        committed = json.loads(entry[b"payload"]).get("d")
        if hashlib.sha256(entry[b"detail"]).hexdigest() != committed:
            raise Bad(CONTENT, f"entry {seq}: the words are not those that were recorded")
        text += ", with the words that were recorded"
    return text


def main(arguments=None):
    """Check the file that the command line names; gives the number to end with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="an export or a pack")
    parser.add_argument("--note", action="append", default=[], help="a file with a checkpoint from outside")
    parser.add_argument("--vkey", action="append", default=[], help="a public key of the log that you trust")
    parser.add_argument("--witness", action="append", default=[], help="the public key of a witness")
    given = parser.parse_args(arguments)
    try:
        keys, witnesses = [Key(text) for text in given.vkey], [Key(text) for text in given.witness]
        notes = []
        for name in given.note:
            with open(name, "rb") as file:
                notes.append(Note(file.read(), name))
        with open(given.file, "rb") as file:
            first = file.readline()
            if first == b"icat log export 1\n":
                said = verify_export(file, notes, keys, witnesses)
            elif first == b"icat log pack 1\n":
                said = verify_pack(first + file.read(), keys, witnesses)
            else:
                raise Bad(MALFORMED, "neither an export nor a pack of ICAT's log")
    except Bad as bad:
        print("NOT OK:" if bad.status != UNPROVED else "NOT PROVED:", bad)
        return bad.status
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
