"""Reading across cases: the first page with what is to do now, and the auditor's log."""
