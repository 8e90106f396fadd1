"""What will be done about the danger: the team's risk-management plan, and the safety plan that is hers."""
