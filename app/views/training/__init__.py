"""Fine-tuning: readiness, live curves, runs."""
