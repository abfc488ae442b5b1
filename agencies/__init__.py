"""Who: bodies and their heirs, people and their seats, and the days they work."""
