"""The form of a draft: one tick a block, as the rule has it."""

from flask import Flask

from icat.inquiries.forms.subject_report import report_form
from tests.inquiries.asking import dpo
from tests.inquiries.reporting import asked, drafted
from tests.make import World, make_case


def test_the_ticks_are_as_the_rule_has_it(app: Flask, world: World) -> None:
    officer = dpo(world)
    found = drafted(officer, asked(world, officer, make_case(world)))
    with app.test_request_context("/"):
        form = report_form(found)

        assert {code: kept for code, (kept, _why) in form.choices(found).items()} == {
            block.code: block.is_kept for block in found.blocks
        }
        assert len(form.rows(found)) == len(found.blocks)
