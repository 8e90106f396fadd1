"""Both ways out are ways, and their ways of failing are told apart."""

from icat.jobs.calling import Calling
from icat.jobs.channels import Later, Undeliverable, Way
from icat.jobs.post import Mail
from icat.outbox.models import Channel


def test_each_channel_has_one_way(config):
    ways: list[Way] = [Mail(config), Calling(config)]

    assert {way.channel for way in ways} == set(Channel)
    assert not any(way.is_set_up for way in ways)
    assert not issubclass(Later, Undeliverable)
