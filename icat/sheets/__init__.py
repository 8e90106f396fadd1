"""Spreadsheets that people bring: looked at, then read as plain text in rows. Knows no cases."""
