"""Who works here: teams, agencies, members, and signing in."""
