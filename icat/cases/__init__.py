"""The file that agencies open together: people, referral, risk, and what was shared."""
