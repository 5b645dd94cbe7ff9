"""Suggestions waiting for a decision."""
