"""Pages of the register of inquiries."""
