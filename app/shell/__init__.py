"""Layout, actions, wiring and start: where everything meets."""
