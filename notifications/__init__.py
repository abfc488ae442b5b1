"""Tell: planned notices, the ladder, the digest."""
