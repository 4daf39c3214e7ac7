"""Explanations: scores, evidence and verdicts in words."""
