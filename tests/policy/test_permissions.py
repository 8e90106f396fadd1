"""Permissions: a noun and what is done to it."""

import re

from icat.policy.permissions import Permission


def test_a_permission_is_a_noun_and_a_verb_and_its_name_is_the_same():
    for permission in Permission:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*:[a-z]+", permission), permission
        assert permission.name == re.sub(r"[-:]", "_", permission).upper()
