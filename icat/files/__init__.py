"""Files that people bring: looked at before they are taken, and kept sealed outside the database. Knows no cases."""
