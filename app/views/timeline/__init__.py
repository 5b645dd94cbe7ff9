"""The film’s time: labels, suggestions, attention and sound."""
