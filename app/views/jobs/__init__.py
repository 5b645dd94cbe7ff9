"""The one place for jobs."""
