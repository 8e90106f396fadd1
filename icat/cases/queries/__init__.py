"""What pages may ask: the door, frozen views cut by the scope, and lists."""
