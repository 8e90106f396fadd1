"""What pages and commands may ask about imports."""
