"""What is asked across cases."""
