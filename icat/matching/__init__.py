"""Whether two records may be of one person: arithmetic on names, days of birth and phones. A person decides."""
