"""Pages across cases."""
