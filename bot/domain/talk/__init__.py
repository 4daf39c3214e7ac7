"""What people say to each other, and what is counted of it."""
