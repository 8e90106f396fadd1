"""Cases that a team kept in a spreadsheet: matched to fields, tried, and brought in as a whole or not at all."""
