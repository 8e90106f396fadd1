"""Pages of research and meetings."""
