"""What pages may ask about inquiries."""
