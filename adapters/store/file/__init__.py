"""What a SQLite file needs: being made whole, copies, a counter beside it, no foreign log."""
