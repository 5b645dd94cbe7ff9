"""Widgets: setters in, signals out. They know domain values, never the session and never one another."""
