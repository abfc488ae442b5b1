"""A large made-up province, and how fast its pages are beside what the database alone needs."""
