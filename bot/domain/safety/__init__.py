"""Sanitising text from outside: cleaning and redaction."""
