"""The two plans lie under keys of their own, so that one can be destroyed without the other."""

from icat.cases.fields import Field
from icat.crypto import Compartment
from icat.legal import Category
from icat.plans import fields
from icat.plans.models import Action, Plan, SafetyPlan, SafetySection


def test_what_is_hers_is_under_her_key_and_what_is_the_teams_under_the_teams() -> None:
    for model, category, compartment in (
        (Plan, Category.PLAN, Compartment.PLAN),
        (Action, Category.PLAN, Compartment.PLAN),
        (SafetyPlan, Category.SAFETY_PLAN, Compartment.SAFETY_PLAN),
        (SafetySection, Category.SAFETY_PLAN, Compartment.SAFETY_PLAN),
    ):
        kept = [sealed.field for sealed in model.__sealed__.values()]
        assert kept
        assert all((one.category, one.compartment) == (category, compartment) for one in kept)  # type: ignore[attr-defined]


def test_every_field_of_the_catalogue_has_words_and_a_limit() -> None:
    found = [one for one in vars(fields).values() if isinstance(one, Field)]

    assert len(found) == 11
    assert all(str(one.label) and one.longest > 0 for one in found)
