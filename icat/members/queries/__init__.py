"""What may be asked about teams, agencies and members."""
