"""Tables of the risk-management plan and of the safety plan."""

from icat.plans.models.plan import Action, ActionStatus, Domain, Plan
from icat.plans.models.safety import SafetyPlan, SafetySection

__all__ = ["Action", "ActionStatus", "Domain", "Plan", "SafetyPlan", "SafetySection"]
