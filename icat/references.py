"""References of cases and other things, such as KHM-2026-7F3K9-C: random, readable aloud, and wrong when mistyped."""

import re
import secrets
from itertools import product

# Crockford's base 32: no I, L, O, U, so that nothing spells a word and nothing looks like a figure.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = 5
_TEAM = re.compile(r"[A-Z]{2,6}")
_WHOLE = re.compile(rf"([A-Z]{{2,6}})(20[0-9]{{2}})([{ALPHABET}]{{{_RANDOM}}})([{ALPHABET}])")
_TAIL = 4 + _RANDOM + 1

# Ukrainian capitals that look like Latin ones: whoever copies a reference from paper may type either.
_LOOKALIKES = str.maketrans("АВЕІКМНОРСТУХ", "ABEIKMHOPCTYX")
_FIGURES = str.maketrans("OIL", "011")
# What a figure in the letters of the team can have been meant as.
_LETTERS = {"0": "O", "1": "IL"}


def new_reference(team_code: str, year: int) -> str:
    """A fresh reference of the team ``team_code`` (two to six Latin capitals) in ``year``.

    The five characters are random, because a counted number would tell how many cases a team has. Two may meet by
    chance: the caller keeps a unique constraint and asks again. Refuses another team code and a year outside this
    century (ValueError).
    """
    if not _TEAM.fullmatch(team_code):
        raise ValueError("a team code is two to six capital Latin letters")
    if not 2000 <= year <= 2099:
        raise ValueError("a year of this century")
    chance = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return f"{team_code}-{year}-{chance}-{_check(team_code, f'{year}{chance}')}"


def parse(text: str) -> str | None:
    """The reference that was meant by ``text`` as it is written, or None where it is none.

    Takes lower case, spaces, missing dashes, O for 0, I and L for 1, and Ukrainian letters that look like Latin ones. A
    wrong character or two neighbours in the wrong order make another check character, and so None.
    """
    compact = re.sub(r"[\s\-‐‑‒–—_.]", "", text.strip()).upper().translate(_LOOKALIKES)
    head, tail = compact[:-_TAIL], compact[-_TAIL:].translate(_FIGURES)
    if not 2 <= len(head) <= 6:
        return None
    meant = []
    for letters in product(*(_LETTERS.get(letter, letter) for letter in head)):
        found = _WHOLE.fullmatch("".join(letters) + tail)
        if found and _check(found[1], found[2] + found[3]) == found[4]:
            meant.append("-".join(found.groups()))
    return meant[0] if len(meant) == 1 else None


def _check(team_code: str, rest: str) -> str:
    """The check character: a weighted sum in the field of 32 elements, each weight the double of the next.

    All weights differ and none is zero, therefore every single wrong character and every swap of neighbours changes it.
    """
    total = 0
    for value in [*(ord(letter) - ord("A") + 1 for letter in team_code), *(ALPHABET.index(sign) for sign in rest)]:
        total = _doubled(total ^ value)
    return ALPHABET[total]


def _doubled(value: int) -> int:
    # x^5 + x^2 + 1 is primitive, so that the weights repeat only after 31 places.
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value
