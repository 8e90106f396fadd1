"""Who may: one table, default deny, being barred comes before any role. Knows no database."""
