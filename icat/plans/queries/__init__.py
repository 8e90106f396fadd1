"""What pages may ask about the two plans, cut by the scope."""
