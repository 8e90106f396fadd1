"""What pages and commands may ask about how long cases are kept."""
