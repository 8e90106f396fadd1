"""What these pages let somebody look for."""
