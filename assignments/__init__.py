"""Who owes what by when; and who was asked what."""
