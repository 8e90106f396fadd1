"""What the worker keeps of its own work."""
