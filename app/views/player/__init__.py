"""The film’s controls."""
