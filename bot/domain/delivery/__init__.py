"""The outbox, and the decisions that `undo` reverts."""
