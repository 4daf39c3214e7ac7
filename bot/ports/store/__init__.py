"""The store: one transaction, part by part."""
