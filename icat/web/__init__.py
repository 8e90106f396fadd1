"""Pages: how a view becomes bytes, and what every answer carries. Knows no cases and no ledger."""
