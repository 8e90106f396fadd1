"""The forms of research and meetings."""
