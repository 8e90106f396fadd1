"""The number by which a request and its leaves are matched."""

from icat.audit.request import new_request, request_number


def test_a_request_keeps_its_number_until_the_next_begins() -> None:
    first = new_request()

    assert request_number() == first == request_number()
    assert new_request() != first
    assert len(first) == 16
