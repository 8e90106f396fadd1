"""The forms of the register of inquiries."""
